using System.CommandLine;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Schema;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe schema</c>: what a configuration may hold, for editors.</summary>
internal static class SchemaCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<string?> configuration = CommonOptions.Sources();
        var command = new Command("schema", "Prints the JSON schema of configurations with all loaded plugins, for editors.") { plugins, configuration };
        command.SetAction(arguments =>
        {
            if (CommonOptions.SourcesOf(CommonOptions.ChoiceOf(arguments, plugins), arguments.GetValue(configuration)) is not { } sources)
            {
                return ExitCode.BadInput;
            }

            PluginRegistry registry = PluginLoader.Load(sources);
            ProblemList.WriteWarnings(registry.Failures.Select(failure => failure.ToProblem()));
            using Stream output = Console.OpenStandardOutput();
            new SchemaWriter(registry).Write(output, DefaultPlugins.Complete(RunConfiguration.Descriptor));
            output.WriteByte((byte)'\n');
            return ExitCode.Done;
        });
        return command;
    }
}
