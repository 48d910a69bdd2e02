using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Runs.Options.Data;

/// <summary>The data: where it comes from, how it is split and which columns are features.</summary>
[PluginOptions]
public sealed partial record DataOptions
{
    /// <summary>Where the rows come from.</summary>
    public required PluginSlot<IDataSource> Source { get; init; }

    /// <summary>Which rows are trained on, which choose the best epoch, and which are for the final metrics.</summary>
    public required PluginSlot<ISplit> Split { get; init; }

    /// <summary>Which columns are features, and how they are encoded.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>What becomes of rows that can't be used.</summary>
    public BadRowOptions OnBadRow { get; init; } = new();

    /// <summary>
    /// What becomes of features that seem to follow from a label: of a single column whose own AUC for a binary task is above 0.95 on the validation
    /// rows, of weights among the features, and of test rows that training has, too.
    /// </summary>
    public LeakPolicy Leaks { get; init; } = LeakPolicy.Warn;

    /// <summary>
    /// The folder of encoded columns, kept so that the next run starts at once; may be deleted at any time. null keeps nothing.
    /// </summary>
    [OptionPath]
    public string? Cache { get; init; } = ".cache";

    /// <summary>
    /// The size of the folder of encoded columns, in GiB: when a new table makes it larger, those that weren't used for the longest time are deleted.
    /// </summary>
    [Range(0.0, 1e6)]
    public double CacheLimit { get; init; } = 50;

    /// <summary>
    /// Up to this many training rows are shuffled as a whole. Of more, blocks of 4096 neighbours are drawn in random order into
    /// windows of this many rows, and each window is shuffled: for tables larger than memory, which are read from disk once an
    /// epoch then.
    /// </summary>
    [Range(1, 1 << 30)]
    public int ShuffleWindow { get; init; } = 1 << 24;
}
