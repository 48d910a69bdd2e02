using System.CommandLine;
using System.Text.Json;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Host.Documentation;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe plugins</c>: what is loaded and from where, or the options of one plugin; it writes the allow-list, too.</summary>
internal static class PluginsCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "The plugin whose options are shown; without one, all plugins are listed.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => PluginLoader.Load(ProgramHome.DropInFolder).Plugins.Select(plugin => plugin.Descriptor.Name).Distinct());
        var pages = new Option<string?>("--pages")
        {
            Description = "Writes a page in Markdown for every plugin into a folder.",
            HelpName = "FOLDER",
        };
        var locks = new Option<bool>("--lock")
        {
            Description = $"Writes {PluginLock.FileName} into each drop-in folder: from then on only what is there now is loaded from it.",
        };
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<string?> configuration = CommonOptions.Sources();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("plugins", "Lists the plugins that are loaded, or the options of one.")
        {
            name, pages, locks, plugins, configuration, format,
        };
        command.SetAction(arguments =>
        {
            if (CommonOptions.SourcesOf(CommonOptions.ChoiceOf(arguments, plugins), arguments.GetValue(configuration)) is not { } sources)
            {
                return ExitCode.BadInput;
            }

            if (arguments.GetValue(locks))
            {
                return LockWriting.Write(sources, arguments.GetValue(format));
            }

            PluginRegistry registry = PluginLoader.Load(sources);
            return arguments.GetValue(pages) is { } folder
                ? WritePages(registry, folder)
                : List(registry, arguments.GetValue(name), arguments.GetValue(format));
        });
        return command;
    }

    private static int WritePages(PluginRegistry registry, string folder)
    {
        ProblemList.WriteWarnings(registry.Failures.Select(failure => failure.ToProblem()));
        try
        {
            PluginPages.Write(folder, registry);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProblemList.Write([new Problem(LoadingCodes.CannotWrite, $"--pages {folder}", exception.Message)]);
            return ExitCode.BadInput;
        }
    }

    private static int List(PluginRegistry registry, string? name, OutputFormat format)
    {
        ProblemList.WriteWarnings(registry.Failures.Select(failure => failure.ToProblem()));
        ImmutableArray<LoadedPlugin> chosen = name is null
            ? registry.Plugins
            : [.. registry.Plugins.Where(plugin => plugin.Descriptor.Name == name)];
        if (chosen.IsEmpty)
        {
            string[] names = [.. registry.Plugins.Select(plugin => plugin.Descriptor.Name).Distinct().Order(StringComparer.Ordinal)];
            string hint = NearestName.Find(name!, names) is { } near
                ? $"did you mean '{near}'?"
                : $"loaded are {string.Join(", ", names)}.";
            ProblemList.Write([new Problem(LoadingCodes.NoSuchPlugin, "NAME", $"there is no plugin '{name}'; {hint}")]);
            return ExitCode.BadInput;
        }

        if (format == OutputFormat.Json)
        {
            WriteJson(chosen, registry.DropIns);
        }
        else if (name is null)
        {
            PluginTables.WriteList(Terminals.Results, chosen);
            PluginTables.WriteDropIns(Terminals.Results, registry.DropIns);
        }
        else
        {
            PluginTables.WriteOptions(Terminals.Results, chosen);
        }

        return ExitCode.Done;
    }

    private static void WriteJson(ImmutableArray<LoadedPlugin> plugins, ImmutableArray<DropInResult> dropIns)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("plugins");
            foreach (LoadedPlugin plugin in plugins)
            {
                json.WriteStartObject();
                json.WriteString("kind", plugin.Descriptor.Kind);
                json.WriteString("name", plugin.Descriptor.Name);
                json.WriteString("summary", plugin.Descriptor.Summary);
                json.WriteString("assembly", plugin.File);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("dropIns");
            foreach (DropInResult dropIn in dropIns)
            {
                json.WriteStartObject();
                json.WriteString("place", dropIn.Place);
                json.WriteString("state", OptionKeyOf(dropIn.State));
                json.WriteString("code", dropIn.Code.Length == 0 ? null : dropIn.Code);
                json.WriteString("reason", dropIn.Reason);
                json.WriteStartArray("plugins");
                foreach (string plugin in dropIn.Plugins)
                {
                    json.WriteStringValue(plugin);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static string OptionKeyOf(DropInState state) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{state}");
}
