using MmoePipeline.Events;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>What the file of an encoded table says of its columns.</summary>
/// <param name="Encoding">How features are encoded.</param>
/// <param name="Vocabularies">How many values of each categorical field have an embedding of their own.</param>
/// <param name="Rows">The numbers of training, validation and test rows.</param>
/// <param name="Tasks">The number of tasks.</param>
/// <param name="Weights">The number of columns of weights.</param>
/// <param name="Groups">The number of columns of groups.</param>
/// <param name="Faults">The rows that were left out.</param>
/// <param name="QuarantineBytes">The length of what is kept of them.</param>
internal sealed record EncodedHeader(
    FeatureEncoding Encoding,
    ImmutableArray<VocabularySize> Vocabularies,
    ImmutableArray<int> Rows,
    int Tasks,
    int Weights,
    int Groups,
    DataFaults Faults,
    long QuarantineBytes)
{
    /// <summary>The labels of the training, validation and test rows, task by task.</summary>
    public ImmutableArray<ImmutableArray<SplitLabels>> Labels { get; init; } = [];

    /// <summary>What a person has to know of the labels of each task; null for nothing.</summary>
    public ImmutableArray<string?> LabelRemarks { get; init; } = [];

    /// <summary>The rows of each numeric feature, of all parts, that have no value.</summary>
    public ImmutableArray<long> Missing { get; init; } = [];

    /// <summary>
    /// For each categorical feature the training, validation and test rows whose value has no embedding of its own. Counted while the columns are
    /// written.
    /// </summary>
    public ImmutableArray<ImmutableArray<long>> Unknown { get; init; } = [];

    /// <summary>For each categorical feature how many such rows as many rows as there are for training would have, by the training rows.</summary>
    public ImmutableArray<long> ExpectedUnknown { get; init; } = [];

    /// <summary>For each categorical feature some such values of validation and test rows.</summary>
    public ImmutableArray<ImmutableArray<string>> UnknownExamples { get; init; } = [];

    /// <summary>What the training, validation and test rows have in common, such as a period; null for nothing.</summary>
    public ImmutableArray<string?> Splits { get; init; } = [];

    /// <summary>The columns of the named features.</summary>
    public ImmutableArray<EncodedFeature> Named { get; init; } = [];

    /// <summary>What a person should know of the named features' columns, a sentence each.</summary>
    public ImmutableArray<string> NamedRemarks { get; init; } = [];

    /// <summary>How many values of the named features' tables have a row of their own.</summary>
    public ImmutableArray<VocabularySize> NamedVocabularies { get; init; } = [];

    /// <summary>The columns of the source, all of them.</summary>
    public ImmutableArray<string> SourceColumns { get; init; } = [];

    /// <summary>The number of rows of the source.</summary>
    public long SourceRows { get; init; }

    /// <summary>The first column of weights: after the categorical fields, the numeric fields and the targets.</summary>
    public int FirstWeight => Encoding.Categorical.Length + Encoding.Numeric.Length + Tasks;

    /// <summary>The first column of groups.</summary>
    public int FirstGroup => FirstWeight + Weights;

    /// <summary>The column of the rows' numbers, the last one before those of named features.</summary>
    public int RowColumn => FirstGroup + Groups;

    /// <summary>The first column of the named features.</summary>
    public int FirstNamed => RowColumn + 1;
}
