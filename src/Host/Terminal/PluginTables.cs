using MmoePipeline.Configuration;
using MmoePipeline.Host.Documentation;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>Shows plugins to a person.</summary>
internal static class PluginTables
{
    /// <summary>All plugins: kind, name, what it is, and its assembly.</summary>
    public static void WriteList(IAnsiConsole console, IEnumerable<LoadedPlugin> plugins)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("kind", "name", "what it is", "assembly");
        foreach (LoadedPlugin plugin in plugins)
        {
            table.AddRow(
                Markup.Escape(plugin.Descriptor.Kind),
                $"[bold]{Markup.Escape(plugin.Descriptor.Name)}[/]",
                Markup.Escape(plugin.Descriptor.Summary),
                $"[grey]{Markup.Escape(Path.GetFileNameWithoutExtension(plugin.File))}[/]");
        }

        console.Write(table);
    }

    /// <summary>What became of everything in the drop-in folders; nothing where they are empty.</summary>
    public static void WriteDropIns(IAnsiConsole console, ImmutableArray<DropInResult> dropIns)
    {
        if (dropIns.IsEmpty)
        {
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("drop-in", "", "why");
        foreach (DropInResult dropIn in dropIns)
        {
            table.AddRow(
                Markup.Escape(Path.GetRelativePath(".", dropIn.Place)),
                dropIn.State switch
                {
                    DropInState.Loaded => "[green]loaded[/]",
                    DropInState.Refused => "[red]refused[/]",
                    _ => "[grey]nothing to load[/]",
                },
                Markup.Escape(dropIn.State == DropInState.Loaded ? string.Join(", ", dropIn.Plugins) : dropIn.Reason));
        }

        console.Write(table);
    }

    /// <summary>The options of some plugins.</summary>
    public static void WriteOptions(IAnsiConsole console, IEnumerable<LoadedPlugin> plugins)
    {
        foreach (LoadedPlugin plugin in plugins)
        {
            console.MarkupLineInterpolated($"[bold]{plugin.Descriptor.Name}[/], {plugin.Descriptor.Kind}: {plugin.Descriptor.Summary}");
            if (plugin.Descriptor.Remarks.Length > 0)
            {
                console.WriteLine(plugin.Descriptor.Remarks);
            }

            console.MarkupLineInterpolated($"[grey]{Path.GetRelativePath(".", plugin.File)}[/]");
            if (plugin.Descriptor.Options is not { Options: { IsEmpty: false } options })
            {
                console.WriteLine("It has no options.");
                continue;
            }

            Table table = new Table().Border(TableBorder.Rounded).AddColumns("option", "type", "default", "what it is");
            foreach (OptionDescriptor option in options)
            {
                table.AddRow(
                    Markup.Escape(option.Key),
                    Markup.Escape(OptionTypeText.Of(option.Type)),
                    Markup.Escape(option.IsRequired ? "required" : option.Default ?? ""),
                    Markup.Escape(option.Summary));
            }

            console.Write(table);
        }
    }
}
