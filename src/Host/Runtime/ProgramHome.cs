namespace MmoePipeline.Host.Runtime;

/// <summary>Where the program's own files are: in the folder that <c>MMOE_HOME</c> names, or else, configurations, in the working folder.</summary>
internal static class ProgramHome
{
    /// <summary>The program's assembly.</summary>
    public static string Assembly => typeof(ProgramHome).Assembly.Location;

    /// <summary>
    /// The drop-in folder. Without <c>MMOE_HOME</c> it is next to the program, never in the working folder: what lies there may have come with
    /// a run folder that somebody sent.
    /// </summary>
    public static string DropInFolder => Path.Combine(Home ?? AppContext.BaseDirectory, "plugins");

    /// <summary>The configuration of a run that names none.</summary>
    public static string DefaultConfiguration => Path.GetRelativePath(".", Path.Combine(Folder, "configs", "flights.json"));

    /// <summary>The data folder that downloads go to.</summary>
    public static string Data => Path.Combine(Folder, "data");

    /// <summary>The folder of the built-in studies.</summary>
    public static string BuiltInStudies => Path.GetRelativePath(".", Path.Combine(Folder, "configs", "studies"));

    /// <summary>The folder that studies leave their runs in.</summary>
    public static string Studies => Path.GetRelativePath(".", Path.Combine(Folder, "runs", "studies"));

    private static string Folder => Home ?? ".";

    private static string? Home => Environment.GetEnvironmentVariable("MMOE_HOME") is { Length: > 0 } folder ? folder : null;
}
