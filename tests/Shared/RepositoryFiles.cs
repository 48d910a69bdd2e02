using System.Reflection;

namespace MmoePipeline.Tests;

/// <summary>Files of the project under test, wherever the tests are run from.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the test project.</summary>
    public static string ProjectFolder { get; } = Metadata("ProjectFolder");

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Metadata("RepositoryFolder"), .. parts]));

    private static string Metadata(string key) => typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
