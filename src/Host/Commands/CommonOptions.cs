using System.CommandLine;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Commands;

/// <summary>Arguments that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The configuration file.</summary>
    /// <param name="description">What it is for the command.</param>
    public static Argument<string> Configuration(string description)
    {
        var configuration = new Argument<string>("CONFIG") { Description = description };
        RefuseOptions(configuration);
        return configuration;
    }

    /// <summary>The parser takes a misspelt option for an argument: an argument that looks like one is refused.</summary>
    public static void RefuseOptions(Argument argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
        {
            result.AddError(Path.Exists(option.Value)
                ? $"There is no option '{option.Value}'; what is there by that name is given as .{Path.DirectorySeparatorChar}{option.Value}."
                : $"There is no option '{option.Value}'; --help lists the options.");
        }
    });

    /// <summary><c>--jobs</c>.</summary>
    public static Option<int> Jobs()
    {
        var jobs = new Option<int>("--jobs") { Description = "How many runs at once; they share the processors.", HelpName = "N", DefaultValueFactory = _ => 1 };
        jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--jobs: expected at least 1.");
            }
        });
        return jobs;
    }

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
    public static Option<string[]> Plugins() => new("--plugins")
    {
        Description = "A drop-in folder of plugins, instead of the program's own. May be given several times. The plugins.folders of a configuration are "
            + "loaded, too, except those that a run folder's configuration names and no --plugins.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [ProgramHome.DropInFolder],
    };

    /// <summary><c>--locked</c>.</summary>
    public static Option<bool> Locked() => new("--locked")
    {
        Description = $"Runs no plugin that is not locked: of a drop-in folder without {PluginLock.FileName} nothing is loaded.",
    };

    /// <summary>What a command line says of plugins.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="plugins">Its <c>--plugins</c>.</param>
    /// <param name="locked">Its <c>--locked</c>; null for a command that has none.</param>
    public static PluginChoice ChoiceOf(ParseResult arguments, Option<string[]> plugins, Option<bool>? locked = null) =>
        new([.. arguments.GetValue(plugins)!])
        {
            IsLocked = locked is not null && arguments.GetValue(locked),
            OnLimitExceeded = ProgramEnd.Fail,
        };

    /// <summary><c>--config</c>, for commands that read no more of a configuration than where its plugins are.</summary>
    public static Option<string?> Sources() => new("--config")
    {
        Description = "A configuration whose plugins.folders are looked at as well.",
        HelpName = "CONFIG",
    };

    /// <summary>Where plugins are looked for.</summary>
    /// <param name="choice">What the command line says of plugins.</param>
    /// <param name="configuration">The value of <c>--config</c>.</param>
    /// <returns>Null where the configuration can't be read, which has been reported.</returns>
    public static PluginSources? SourcesOf(PluginChoice choice, string? configuration)
    {
        if (configuration is null)
        {
            return PluginSources.Of(choice);
        }

        var tree = ConfigurationTree.Read(configuration, []);
        ProblemList.Write(tree.Problems.Select(problem => problem.ToProblem()));
        return tree.Root is null ? null : PluginSources.Of(choice, tree);
    }
}
