namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Sources of plugins that say what they see when their <c>ToString</c> is called.</summary>
internal static class SmallPlugin
{
    /// <summary>A library of one number.</summary>
    public static string Helper(int number) => $"namespace Helper {{ public static class Numbers {{ public static int Answer() => {number}; }} }}";

    /// <summary>An expert called <c>speaker</c>.</summary>
    /// <param name="says">An expression of type string.</param>
    public static string Saying(string says) =>
        $$"""
        namespace Speaker;

        /// <summary>Says what it sees.</summary>
        [Plugin("speaker")]
        public sealed class Speaker : IExpert
        {
            public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException();
            public override string ToString()
            {
                try
                {
                    return {{says}};
                }
                catch (Exception exception)
                {
                    return exception.GetType().Name;
                }
            }
        }
        """;

    /// <summary>Whether a native library is found by a name.</summary>
    public static string Loading(string name) =>
        $"System.Runtime.InteropServices.NativeLibrary.TryLoad(\"{name}\", typeof(Speaker).Assembly, null, out _) ? \"loaded\" : \"not found\"";

    /// <summary>Code that runs as soon as the assembly is loaded, whatever is asked of it.</summary>
    /// <param name="marker">A file that it writes.</param>
    public static string Arrival(string marker) =>
        $$"""

        internal static class Arrival
        {
            [System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Mark() => File.WriteAllText("{{marker}}", "ran");
        }
        """;
}
