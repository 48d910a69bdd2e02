using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Data;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Inference.Prediction;

/// <summary>
/// Puts the table that a person names in the place of the one that a run was trained on: a file, or a data source as JSON, in place or
/// in a file.
/// </summary>
/// <param name="plugins">The loaded plugins.</param>
internal sealed class PredictionInput(IPluginRegistry plugins)
{
    private const string DataKey = "data";
    private const string SourceKey = "source";

    /// <summary>Replaces the data source.</summary>
    /// <param name="root">The run's configuration.</param>
    /// <param name="input">What the person wrote.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    public ConfigurationNode Apply(ConfigurationNode root, string input, List<ConfigurationProblem> problems)
    {
        bool isJson = input.TrimStart().StartsWith('{');
        var place = new ConfigurationPlace(isJson ? "INPUT" : $"INPUT {input}") { Origin = ConfigurationOrigin.CommandLine };
        if (isJson)
        {
            return new Overlay(problems).Apply(root, new Override([DataKey, SourceKey], input, place, IgnoresCase: false));
        }

        if (input.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return ConfigurationFile.Read(input, problems, $"{DataKey}.{SourceKey}") is { } source ? Replace(root, source) : root;
        }

        if (RegularFile.FindFault(input) is { } fault && !Directory.Exists(input))
        {
            problems.Add(new ConfigurationProblem(PredictionCodes.UnclearInput, place, "", fault));
            return root;
        }

        ConfigurationNode? own = root.Member(DataKey)?.Value.Member(SourceKey)?.Value;
        (PluginDescriptor Plugin, string Key)[] chosen = [.. ForFile(input, own?.Member("type")?.Value.Text)];
        if (chosen.Length != 1)
        {
            problems.Add(new ConfigurationProblem(PredictionCodes.UnclearInput, place, "", chosen.Length == 0 ? WhatThereIs() : $"several data sources are for such files: "
                + $"{string.Join(", ", chosen.Select(choice => choice.Plugin.Name))}; name one as JSON"));
            return root;
        }

        (PluginDescriptor plugin, string key) = chosen[0];
        bool isOwn = own?.Member("type")?.Value.Text == plugin.Name;
        string file = JsonSerializer.Serialize(input);
        return new Overlay(problems).Apply(isOwn ? WithoutLists(root, own!, plugin) : root, isOwn
            ? new Override([DataKey, SourceKey, key], file, place, IgnoresCase: false)
            : new Override([DataKey, SourceKey], $"{{ \"type\": {JsonSerializer.Serialize(plugin.Name)}, {JsonSerializer.Serialize(key)}: {file} }}", place, IgnoresCase: false));
    }

    /// <summary>
    /// The data sources for a file, with the option that takes its path: the run's own where it is for such files; else those that are; and
    /// where none is, the run's own if it takes a path at all, whatever its ending.
    /// </summary>
    private IEnumerable<(PluginDescriptor Plugin, string Key)> ForFile(string file, string? own)
    {
        (PluginDescriptor Plugin, string Key, ImmutableArray<string> Endings)[] all =
        [
            .. plugins.OfKind(typeof(IDataSource)).SelectMany(plugin => Paths(plugin).Select(path => (plugin, path.Key, path.Endings))),
        ];
        var fitting = all.Where(path => path.Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))).ToArray();
        var ofOwn = all.Where(path => path.Plugin.Name == own).ToArray();
        var chosen = fitting.Where(path => path.Plugin.Name == own).ToArray();
        return (chosen.Length > 0 ? chosen : fitting.Length > 0 ? fitting : ofOwn).Select(path => (path.Plugin, path.Key));
    }

    private string WhatThereIs()
    {
        string endings = string.Join("; ", plugins.OfKind(typeof(IDataSource))
            .Select(plugin => (plugin.Name, Endings: Paths(plugin).SelectMany(path => path.Endings).ToArray()))
            .Where(known => known.Endings.Length > 0)
            .Select(known => $"{known.Name} is for {string.Join(", ", known.Endings)}"));
        return $"no data source is for such files, and the run's own reads none: {endings}; another is given as JSON, with its type and options";
    }

    private static IEnumerable<(string Key, ImmutableArray<string> Endings)> Paths(PluginDescriptor plugin) => (plugin.Options?.Options ?? [])
        .Select(option => (option.Key, Path: PathOf(option.Type)))
        .Where(option => option.Path is not null)
        .Select(option => (option.Key, option.Path!.Endings));

    /// <summary>Lists of files by which the plugin is picked name the run's table, in whose place the one file comes.</summary>
    private static ConfigurationNode WithoutLists(ConfigurationNode root, ConfigurationNode source, PluginDescriptor plugin)
    {
        string[] lists = [.. (plugin.Options?.Options ?? []).Where(option => option.Type is ListOption { Item: PathOption { Endings.IsEmpty: false } }).Select(option => option.Key)];
        return Replace(root, source with { Members = source.Members.RemoveAll(member => lists.Contains(member.Key)) });
    }

    private static PathOption? PathOf(OptionType type) => type switch
    {
        PathOption path => path,
        NullableOption nullable => PathOf(nullable.Present),
        _ => null,
    };

    private static ConfigurationNode Replace(ConfigurationNode root, ConfigurationNode source)
    {
        ConfigurationMember? data = root.Member(DataKey);
        ConfigurationMember? old = data?.Value.Member(SourceKey);
        return data is null || old is null ? root : root with
        {
            Members = root.Members.Replace(data, data with
            {
                Value = data.Value with { Members = data.Value.Members.Replace(old, old with { Value = source }) },
            }),
        };
    }
}
