using MediatR;

namespace MmoePipeline.Events;

/// <summary>What the encoding made of the table, right after the start of the run.</summary>
/// <param name="Rows">The number of rows assigned to training, validation or test, including rejected ones.</param>
/// <param name="RejectedRows">The number of rows that were rejected because they can't be used.</param>
/// <param name="Columns">The same by column.</param>
/// <param name="QuarantineFile">The full path of the file that holds them; null where there is none.</param>
/// <param name="Vocabularies">How many values of each categorical feature have an embedding of their own.</param>
public sealed record DataEncoded(
    long Rows,
    long RejectedRows,
    ImmutableArray<RejectedRowCount> Columns,
    string? QuarantineFile,
    ImmutableArray<VocabularySize> Vocabularies) : INotification
{
    /// <summary>The numeric features, in the order of the configuration.</summary>
    public ImmutableArray<NumericFeature> NumericFeatures { get; init; } = [];

    /// <summary>The values of each categorical feature that have no embedding, in the order of the configuration.</summary>
    public ImmutableArray<OutOfVocabulary> OutOfVocabulary { get; init; } = [];

    /// <summary>The labels of each task, in the order of the configuration.</summary>
    public ImmutableArray<TaskLabels> Labels { get; init; } = [];

    /// <summary>The rows of the training, validation and test split.</summary>
    public ImmutableArray<SplitRows> Splits { get; init; } = [];

    /// <summary>The rows that contradict the network's funnel, step by step; empty for a network that has none.</summary>
    public ImmutableArray<FunnelContradictions> Contradictions { get; init; } = [];

    /// <summary>What in the data seems to give labels away, a sentence each with code and place.</summary>
    public ImmutableArray<string> Leaks { get; init; } = [];

    /// <summary>What a person has to know of the labels before reading the run's figures, a sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
