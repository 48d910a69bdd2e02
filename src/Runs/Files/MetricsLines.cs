using System.Text.Json.Serialization;
using Figures = System.Collections.Generic.OrderedDictionary<string, double>;
using TaskFigures = System.Collections.Generic.OrderedDictionary<string, System.Collections.Generic.OrderedDictionary<string, double>>;

namespace MmoePipeline.Runs.Files;

/// <summary>A line of <c>metrics.jsonl</c>: an event of a run.</summary>
/// <remarks>
/// Keys that older versions did not write are read as empty or null. The generated reader gives a property that it does not find the default of its
/// type, whatever its initialiser, so the properties see to it.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStartedLine), RunStartedLine.Event)]
[JsonDerivedType(typeof(DataEncodedLine), DataEncodedLine.Event)]
[JsonDerivedType(typeof(EpochLine), EpochLine.Event)]
[JsonDerivedType(typeof(AlertLine), AlertLine.Event)]
[JsonDerivedType(typeof(CheckpointLine), "checkpoint-written")]
[JsonDerivedType(typeof(InterruptedLine), "run-interrupted")]
[JsonDerivedType(typeof(FailedLine), "run-failed")]
[JsonDerivedType(typeof(CompletedLine), CompletedLine.Event)]
internal abstract record MetricsLine
{
    /// <summary>When it was written.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset Time { get; init; }
}

/// <summary>The start of a run.</summary>
internal sealed record RunStartedLine(string Name, long Seed, int Epochs, long TrainingRows, long ValidationRows, long TestRows, long Parameters) : MetricsLine
{
    /// <summary>The name of the event.</summary>
    public const string Event = "run-started";

    /// <summary>The version of the file's form; 0 in files of versions that wrote none.</summary>
    public int FormatVersion { get; init; }
}

/// <summary>The table that was encoded.</summary>
internal sealed record DataEncodedLine(long Rows, long BadRows, OrderedDictionary<string, long> BadRowsByColumn, string? Quarantine) : MetricsLine
{
    /// <summary>The name of the event.</summary>
    public const string Event = "data-encoded";

    /// <summary>Categorical features.</summary>
    public ImmutableArray<VocabularyEntry> Vocabularies
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>What has to be known of the labels.</summary>
    public ImmutableArray<string> Remarks
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>What in the data seems to give labels away.</summary>
    public ImmutableArray<string> Leaks
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The rows of each split; empty for a run of an older version.</summary>
    public ImmutableArray<SplitEntry> Splits
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Rows that contradict the network's funnel.</summary>
    public ImmutableArray<ContradictionEntry> FunnelContradictions
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Rows with out-of-vocabulary values.</summary>
    public ImmutableArray<OutOfVocabularyEntry> OutOfVocabulary
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Numeric features.</summary>
    public ImmutableArray<NumericEntry> Numeric
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The labels of each split, by task.</summary>
    public OrderedDictionary<string, LabelsEntry> Labels
    {
        get => field ?? [];
        init;
    }
}

/// <summary>A categorical feature: its values in the training rows, and those that have an embedding of their own.</summary>
internal sealed record VocabularyEntry(
    string Column, long Values, [property: JsonPropertyName("estimated")] bool IsEstimate, int Kept, long RareRows, int HashBuckets);

/// <summary>The rows of a split, and what they have in common, such as their period.</summary>
internal sealed record SplitEntry(string Split, long Rows, string? Description);

/// <summary>Rows of each split that contradict a step of the funnel.</summary>
internal sealed record ContradictionEntry(string Earlier, string Later, long Training, long Validation, long Test);

/// <summary>Rows of each split whose value of a feature has no embedding of its own.</summary>
internal sealed record OutOfVocabularyEntry(string Column, long Training, long Validation, long Test, string? Warning);

/// <summary>A numeric feature over the training rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation.</param>
/// <param name="IsConstant">Whether all rows have one value.</param>
/// <param name="Missing">The rows without a value.</param>
internal sealed record NumericEntry(
    string Column,
    double Mean,
    [property: JsonPropertyName("deviation")] double StandardDeviation,
    [property: JsonPropertyName("constant")] bool IsConstant,
    long Missing);

/// <summary>A task's labels in each split.</summary>
internal sealed record LabelsEntry(SplitLabelsEntry Training, SplitLabelsEntry Validation, SplitLabelsEntry Test);

/// <summary>A task's labels in a split.</summary>
/// <param name="Rows">The rows of the split.</param>
/// <param name="Labelled">Those with a label.</param>
/// <param name="Positives">Those with the label 1, of a task with labels 0 and 1; null for others.</param>
/// <param name="Mean">The mean of the labels; null without any.</param>
/// <param name="Targets">The rows of each target, as pairs of target and rows.</param>
internal sealed record SplitLabelsEntry(
    long Rows,
    long Labelled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Positives,
    double? Mean,
    ImmutableArray<TargetEntry> Targets);

/// <summary>The rows of a target.</summary>
[JsonConverter(typeof(TargetEntryConverter))]
internal sealed record TargetEntry(float Target, long Rows);

/// <summary>The end of an epoch.</summary>
internal sealed record EpochLine(int Epoch, long Step) : MetricsLine
{
    /// <summary>The name of the event.</summary>
    public const string Event = "epoch-completed";

    /// <summary>The training loss of each task; NaN where it is not finite.</summary>
    public Figures Loss
    {
        get => field ?? [];
        init;
    }

    /// <summary>What each task's loss was multiplied by.</summary>
    public Figures LossWeight
    {
        get => field ?? [];
        init;
    }

    /// <summary>The validation metrics of each task.</summary>
    public TaskFigures Validation
    {
        get => field ?? [];
        init;
    }

    /// <summary>The figures of the probes.</summary>
    public Figures Probes
    {
        get => field ?? [];
        init;
    }

    /// <summary>Steps that were not applied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SkippedSteps { get; init; }

    /// <summary>What the best epoch is chosen by; null where the epoch can't be the best.</summary>
    public double? Score { get; init; }

    /// <summary>Whether the epoch is the best so far.</summary>
    [JsonPropertyName("best")]
    public bool IsBest { get; init; }

    /// <summary>The time of the epoch with its evaluation.</summary>
    public double? Seconds { get; init; }

    /// <summary>Training rows per second.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>How long training waited for batches.</summary>
    public double? DataWaitSeconds { get; init; }

    /// <summary>What the learning rate was multiplied by in the last step.</summary>
    public double? LearningRateFactor { get; init; }

    /// <summary>How long probes took.</summary>
    public double? ProbeSeconds { get; init; }
}

/// <summary>An alert of a probe.</summary>
internal sealed record AlertLine(int Epoch, long Step, string Probe, string Alert, string Message) : MetricsLine
{
    /// <summary>The name of the event.</summary>
    public const string Event = "alert";
}

/// <summary>A checkpoint: its file, from the run folder.</summary>
internal sealed record CheckpointLine(string File, int Epoch, long Step) : MetricsLine;

/// <summary>A run that was interrupted.</summary>
internal sealed record InterruptedLine(int Epoch, long Step) : MetricsLine;

/// <summary>A run that failed.</summary>
internal sealed record FailedLine(int Epoch, long Step, string Code, string Reason) : MetricsLine;

/// <summary>The end of a run.</summary>
internal sealed record CompletedLine(int Epochs, int BestEpoch, long Step) : MetricsLine, ITestMetrics
{
    /// <summary>The name of the event.</summary>
    public const string Event = "run-completed";

    /// <inheritdoc/>
    public TaskFigures Test
    {
        get => field ?? [];
        init;
    }

    /// <inheritdoc/>
    public OrderedDictionary<string, OrderedDictionary<string, ImmutableArray<double>?>> Intervals
    {
        get => field ?? [];
        init;
    }

    /// <inheritdoc/>
    public OrderedDictionary<string, OrderedDictionary<string, bool?>> HigherIsBetter
    {
        get => field ?? [];
        init;
    }

    /// <summary>The time of the run.</summary>
    public double? Seconds { get; init; }

    /// <summary>How long probes took at the end.</summary>
    public double? ProbeSeconds { get; init; }
}
