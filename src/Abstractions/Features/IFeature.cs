using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Features;

/// <summary>
/// A named input of the network, made of columns of the table. Its life has three stages: a learner sees the training rows, an encoder made from what it
/// learnt turns any row into codes, numbers or lists of both, and a module turns those into the feature's part of the network's input.
/// </summary>
[PluginKind("feature")]
public interface IFeature
{
    /// <summary>The name, unique among all features of a run: gates, probes and reports refer to it.</summary>
    string Name { get; }

    /// <summary>The columns that are read, in the order in which learner and encoder get them; at least one.</summary>
    ImmutableArray<ColumnRequest> Columns { get; }

    /// <summary>
    /// The embedding tables whose rows its codes are. Features whose tables have one name share vocabulary and vectors; all of them must declare it alike.
    /// </summary>
    ImmutableArray<EmbeddingTable> Tables => [];

    /// <summary>
    /// A text that changes whenever something that the feature reads outside the table may have changed, such as the hash of a file of vectors; null where it reads nothing
    /// else. The cache of encoded columns is keyed by it.
    /// </summary>
    /// <exception cref="BadInputException">It can't be read.</exception>
    string? Fingerprint => null;

    /// <summary>Finds rows that can't be used, before anything is learnt or encoded from them. What it depends on are options and the row only.</summary>
    /// <param name="columns">The <see cref="Columns"/> of a chunk.</param>
    /// <param name="rows">The rows of the chunk, in ascending order.</param>
    /// <param name="faults">Gets what is wrong, in the order of the rows; at most one fault a row and column.</param>
    void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
    }

    /// <summary>Makes a learner that has seen nothing yet.</summary>
    /// <param name="vocabularies">For each of the <see cref="Tables"/> the vocabulary that is to be learnt; null where its rows are not learnt.</param>
    FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new UntrainedLearner();

    /// <summary>Makes the encoder out of what a learner learnt.</summary>
    /// <param name="state">What was learnt, perhaps in an earlier run: it may come from a file.</param>
    /// <exception cref="BadInputException">The state is not one that the learner gives.</exception>
    FeatureEncoder CreateEncoder(FeatureState state);
}

/// <summary>A row that can't be used because of one of a feature's values.</summary>
/// <param name="Row">The row of the chunk, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Code">The kind of problem; third-party plugins use a prefix of their own.</param>
/// <param name="Reason">What was found and what is expected, without place and full stop.</param>
public readonly record struct FeatureFault(int Row, string Column, string Code, string Reason);
