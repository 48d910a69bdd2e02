using System.Text.Json;
using MmoePipeline.Data;

namespace MmoePipeline.Features;

/// <summary>
/// Learns from training rows what an encoder needs to know, such as a mean or the borders of buckets. What it learns must not depend on how the rows are cut into
/// chunks.
/// </summary>
public abstract class FeatureLearner
{
    /// <summary>Learns from some rows.</summary>
    /// <param name="columns">The feature's columns of a chunk.</param>
    /// <param name="rows">The training rows of the chunk, in ascending order; none of them has a fault that <see cref="IFeature.Check"/> finds.</param>
    /// <param name="firstRow">The number of the chunk's first row in the table, from 0.</param>
    public abstract void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow);

    /// <summary>
    /// Adds what another learner of the same feature learnt from other rows. What is learnt in parts equals what is learnt at once, but for the rounding of sums.
    /// Vocabularies are joined by who owns them.
    /// </summary>
    /// <param name="other">The other; it is not used after.</param>
    public abstract void Merge(FeatureLearner other);

    /// <summary>What was learnt, apart from vocabularies, as JSON; a learner that saw no row gives a state too, of which an encoder can be made.</summary>
    public virtual JsonElement State => JsonSerializer.SerializeToElement<object?>(null);

    /// <summary>What a person should know of the columns, a sentence each without full stop, such as that a separator never occurs.</summary>
    public virtual ImmutableArray<FeatureRemark> Remarks => [];
}

/// <summary>Something about a feature's columns that a person should know, but that stops no run.</summary>
/// <param name="Column">The column.</param>
/// <param name="Code">The kind of problem; third-party plugins use a prefix of their own.</param>
/// <param name="Text">What was found, with figures, without place and full stop.</param>
public sealed record FeatureRemark(string Column, string Code, string Text);

/// <summary>For features that learn nothing.</summary>
public sealed class UntrainedLearner : FeatureLearner
{
    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
    }
}
