using System.CommandLine;

namespace MmoePipeline.Host.CommandLine;

/// <summary>Arguments that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--format</c>.</summary>
    public static Option<OutputFormat> Format() => new("--format")
    {
        Description = "The form of the result on standard output: text for a person, json for scripts.",
        HelpName = "text|json",
    };

    /// <summary><c>--set</c>.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Puts a value over the configuration file's, for instance --set training.epochs=3. The value is JSON, or "
            + "else a text as it is. May be given several times.",
        HelpName = "PATH=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary><c>--plugins</c>.</summary>
    public static Option<string> Plugins() => new("--plugins")
    {
        Description = "The drop-in folder of plugin assemblies.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => ProgramHome.DropInFolder,
    };
}
