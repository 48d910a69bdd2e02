using System.CommandLine;
using System.Text.Json;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Documentation;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Terminal;
using Spectre.Console;

namespace MmoePipeline.Host.CommandLine;

/// <summary><c>mmoe plugins</c>: what is loaded and from where, or the options of one plugin.</summary>
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
        Option<string> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("plugins", "Lists the plugins that are loaded, or the options of one.") { name, pages, plugins, format };
        command.SetAction(arguments =>
        {
            PluginRegistry registry = PluginLoader.Load(arguments.GetValue(plugins)!);
            return arguments.GetValue(pages) is { } folder
                ? WritePages(registry, folder)
                : List(registry, arguments.GetValue(name), arguments.GetValue(format));
        });
        return command;
    }

    private static int WritePages(PluginRegistry registry, string folder)
    {
        ProblemList.Write(registry.Failures.Select(failure => $"warning {failure}"));
        try
        {
            PluginPages.Write(folder, registry);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProblemList.Write([$"--pages {folder}: {exception.Message}"]);
            return ExitCode.BadInput;
        }
    }

    private static int List(PluginRegistry registry, string? name, OutputFormat format)
    {
        ProblemList.Write(registry.Failures.Select(failure => $"warning {failure}"));
        ImmutableArray<LoadedPlugin> chosen = name is null
            ? registry.Plugins
            : [.. registry.Plugins.Where(plugin => plugin.Descriptor.Name == name)];
        if (chosen.IsEmpty)
        {
            string[] names = [.. registry.Plugins.Select(plugin => plugin.Descriptor.Name).Distinct().Order(StringComparer.Ordinal)];
            string hint = NearestName.Find(name!, names) is { } near
                ? $"did you mean '{near}'?"
                : $"loaded are {string.Join(", ", names)}.";
            ProblemList.Write([$"there is no plugin '{name}'; {hint}"]);
            return ExitCode.BadInput;
        }

        if (format == OutputFormat.Json)
        {
            WriteJson(chosen);
        }
        else if (name is null)
        {
            PluginTables.WriteList(Terminals.Results, chosen);
        }
        else
        {
            PluginTables.WriteOptions(Terminals.Results, chosen);
        }

        return ExitCode.Done;
    }

    private static void WriteJson(ImmutableArray<LoadedPlugin> plugins)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach ((PluginDescriptor descriptor, string file) in plugins)
            {
                json.WriteStartObject();
                json.WriteString("kind", descriptor.Kind);
                json.WriteString("name", descriptor.Name);
                json.WriteString("summary", descriptor.Summary);
                json.WriteString("assembly", file);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }
}
