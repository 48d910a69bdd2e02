using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies.Options;

namespace MmoePipeline.Experiments.Studies;

/// <summary>A study that was read.</summary>
/// <param name="Name">Its file's name without the ending.</param>
/// <param name="File">The file as the user gave it.</param>
/// <param name="Options">What is in it.</param>
/// <param name="Places">Where each change <c>path=value</c> was written.</param>
internal sealed record Study(
    string Name, string File, StudyOptions Options, ImmutableDictionary<string, ConfigurationPlace> Places)
{
    /// <summary>The seeds: 0, 1 ...</summary>
    /// <param name="isQuick">Whether the shorter form is meant.</param>
    public ImmutableArray<ulong> Seeds(bool isQuick) =>
        [.. Enumerable.Range(0, isQuick ? Options.Quick.Seeds : Options.Seeds).Select(seed => (ulong)seed)];

    /// <summary>The variants, before parameters are matched.</summary>
    /// <param name="isQuick">Whether the shorter form is meant.</param>
    public ImmutableArray<Variant> Variants(bool isQuick) =>
    [
        .. Options.Variants.Select(variant => new Variant(
            variant.Name,
            variant.Configuration ?? Options.Configuration,
            [.. Changes(Options.Set), .. Changes(variant.Set), .. isQuick ? Changes(Options.Quick.Set) : []])),
    ];

    /// <summary>The changes as the command line has them.</summary>
    public static IEnumerable<string> Changes(ImmutableSortedDictionary<string, string> set) => set.Select(change => $"{change.Key}={change.Value}");
}
