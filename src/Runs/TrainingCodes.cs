namespace MmoePipeline.Runs;

/// <summary>Codes of problems of training.</summary>
internal static class TrainingCodes
{
    /// <summary>Training diverged: a loss, a gradient or a parameter is not a finite number.</summary>
    public const string Diverged = "MMOE5001";

    /// <summary>More steps than <c>training.numericFaults.limit</c> had a loss or gradient that is not finite.</summary>
    public const string TooManyFaults = "MMOE5002";

    /// <summary>No step of an epoch that was applied had a label of a task.</summary>
    public const string NoLabels = "MMOE5003";

    /// <summary>The selection metric was not finite in any epoch.</summary>
    public const string NoBestEpoch = "MMOE5004";

    /// <summary>A step is skipped, because a loss or a gradient is not finite.</summary>
    public const string StepSkipped = "MMOE5005";

    /// <summary>An epoch can't be the best, because its metric is not finite.</summary>
    public const string EpochWithoutScore = "MMOE5006";

    /// <summary>Steps left tensors behind; memory grows.</summary>
    public const string TensorsLeft = "MMOE5007";

    /// <summary>Steps were not applied, and the device can't say which rows caused it.</summary>
    public const string FaultsUnseen = "MMOE5008";

    /// <summary><c>run.device</c> is <c>cuda</c>, and libtorch finds no CUDA device.</summary>
    public const string NoCuda = "MMOE5101";

    /// <summary><c>training.precision</c> is <c>bfloat16</c>, and the processor can't multiply in it.</summary>
    public const string SlowPrecision = "MMOE5102";

    /// <summary><c>training.selection.tasks</c> names an unknown task.</summary>
    public const string SelectionTask = "MMOE5201";

    /// <summary>A task doesn't have the selection metric.</summary>
    public const string SelectionMetric = "MMOE5202";

    /// <summary>The selection metric has no best value, or not in the same direction for all tasks.</summary>
    public const string SelectionDirection = "MMOE5203";

    /// <summary>The selection metric is undefined for the validation rows, whatever is predicted.</summary>
    public const string SelectionUndefined = "MMOE5204";

    /// <summary>Two tasks have one name.</summary>
    public const string DuplicateTask = "MMOE5205";

    /// <summary>A parameter group matches no parameter of its own.</summary>
    public const string EmptyParameterGroup = "MMOE5206";

    /// <summary>An optimizer for sparse gradients is combined with what needs whole gradients.</summary>
    public const string SparseGradients = "MMOE5207";

    /// <summary>The predictions of a split have more values than an array can hold.</summary>
    public const string SplitTooLarge = "MMOE5208";
}
