namespace MmoePipeline.Host.CommandLine;

/// <summary>Where the program's own files are: the folder that <c>MMOE_HOME</c> names, or else the working folder.</summary>
internal static class ProgramHome
{
    /// <summary>The drop-in folder.</summary>
    public static string DropInFolder => Path.Combine(Folder, "plugins");

    /// <summary>The configuration of a run that names none.</summary>
    public static string DefaultConfiguration => Path.GetRelativePath(".", Path.Combine(Folder, "configs", "census.json"));

    /// <summary>The folder of the built-in studies.</summary>
    public static string BuiltInStudies => Path.GetRelativePath(".", Path.Combine(Folder, "configs", "studies"));

    /// <summary>The folder that studies leave their runs in.</summary>
    public static string Studies => Path.GetRelativePath(".", Path.Combine(Folder, "runs", "studies"));

    private static string Folder => Environment.GetEnvironmentVariable("MMOE_HOME") is { Length: > 0 } folder ? folder : ".";
}
