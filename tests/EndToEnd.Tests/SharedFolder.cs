namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A folder of all tests of the assembly, for what is made once and only read afterwards; deleted when the process ends.</summary>
internal static class SharedFolder
{
    private static readonly string Folder = Create();

    /// <summary>The encoded columns of all census runs: whichever test is first encodes them.</summary>
    public static string Cache => PathOf("cache");

    /// <summary>The path of a file or folder.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    private static string Create()
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-e2e-shared").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
