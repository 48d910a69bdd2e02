using System.Collections;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Runs.Configuration;

/// <summary>A configuration before anything is bound: the file, over it the environment, over that the command line.</summary>
/// <param name="Root">The merged tree; null where the file is no configuration at all.</param>
/// <param name="Problems">What is wrong with the text and the overrides.</param>
internal sealed record ConfigurationTree(ConfigurationNode? Root, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>Reads and merges.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="sets">Arguments <c>path=value</c>, the later ones over the earlier ones.</param>
    public static ConfigurationTree Read(string path, IReadOnlyList<string> sets)
    {
        var found = new List<ConfigurationProblem>();
        ConfigurationNode? file = ConfigurationFile.Read(path, found);
        ImmutableArray<Override> changes =
        [
            .. Override.FromEnvironment(Variables()),
            .. sets.Select(argument => Override.FromArgument(argument, found)).OfType<Override>(),
        ];
        ConfigurationNode? merged = file is null ? null : changes.Aggregate(file, new Overlay(found).Apply);
        return new ConfigurationTree(merged, [.. found]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));
}
