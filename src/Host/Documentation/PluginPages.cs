using MmoePipeline.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Documentation;

/// <summary>Pages in Markdown about plugins, made of their descriptors: one for each plugin, and an index.</summary>
internal static class PluginPages
{
    private const string Index = "README.md";

    /// <summary>Makes the pages.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <returns>Paths within the folder of the pages, and their text.</returns>
    public static ImmutableSortedDictionary<string, string> Of(IEnumerable<PluginDescriptor> plugins)
    {
        ImmutableArray<IGrouping<string, PluginDescriptor>> kinds =
        [
            .. plugins.OrderBy(plugin => plugin.Name, StringComparer.Ordinal).GroupBy(plugin => plugin.Kind)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal),
        ];
        return kinds.SelectMany(kind => kind)
            .Select(plugin => KeyValuePair.Create(PathOf(plugin), Page(plugin)))
            .Append(KeyValuePair.Create(Index, IndexPage(kinds)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Writes the pages into a folder; other files in it stay.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="registry">The loaded plugins.</param>
    /// <exception cref="IOException">A page can't be written.</exception>
    public static void Write(string folder, PluginRegistry registry)
    {
        foreach ((string path, string text) in Of(registry.Plugins.Select(plugin => plugin.Descriptor)))
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string PathOf(PluginDescriptor plugin) => $"{plugin.Kind}/{plugin.Name}.md";

    private static string IndexPage(IEnumerable<IGrouping<string, PluginDescriptor>> kinds) => Lines(
        [
            "# Plugins",
            "",
            "Made of the plugins' own descriptions by `./mmoe plugins --pages docs/plugins`.",
            .. kinds.SelectMany(kind => (string[])
                [
                    "",
                    $"## {kind.Key}",
                    "",
                    "| name | what it is |",
                    "| --- | --- |",
                    .. kind.Select(plugin => $"| [`{plugin.Name}`]({PathOf(plugin)}) | {Cell(plugin.Summary)} |"),
                ]),
        ]);

    private static string Page(PluginDescriptor plugin)
    {
        ImmutableArray<OptionDescriptor> options = plugin.Options?.Options ?? [];
        return Lines(
            [
                $"# `{plugin.Name}`",
                "",
                $"A plugin of the kind [{plugin.Kind}](../{Index}). {plugin.Summary}",
                .. plugin.Remarks.Length == 0 ? [] : (string[])["", plugin.Remarks],
                "",
                "## Options",
                "",
                .. options.IsEmpty
                    ? ["It has none."]
                    : (string[])
                    [
                        "| option | type | default | what it is |",
                        "| --- | --- | --- | --- |",
                        .. options.SelectMany(option => Rows("", option)),
                    ],
            ]);
    }

    /// <summary>An option's row, and below it those of the sections within it.</summary>
    private static IEnumerable<string> Rows(string prefix, OptionDescriptor option)
    {
        string path = prefix + option.Key;
        (OptionsDescriptor? section, string within) = Section(option.Type, path);
        string type = section is null ? OptionTypeText.Of(option.Type) : within == path ? "section" : "list of sections";
        return
        [
            $"| `{path}` | {Cell(type)} | {(option.IsRequired ? "required" : Default(option))} | {Cell(option.Summary)} |",
            .. section is null ? [] : section.Options.SelectMany(nested => Rows($"{within}.", nested)),
        ];
    }

    private static string Default(OptionDescriptor option) => option.Default is { Length: > 0 } value ? $"`{Cell(value)}`" : "";

    private static (OptionsDescriptor? Section, string Path) Section(OptionType type, string path) => type switch
    {
        SectionOption section => (section.Section(), path),
        NullableOption nullable => Section(nullable.Present, path),
        ListOption list => Section(list.Item, $"{path}.0"),
        _ => (null, path),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";
}
