using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling;
using MmoePipeline.Optimization;

namespace MmoePipeline.Runs.Options.Training;

/// <summary>Training: how long, in which steps, and which epoch is kept.</summary>
[PluginOptions]
public sealed partial record TrainingOptions
{
    /// <summary>Epochs at most.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 8;

    /// <summary>Rows in a step.</summary>
    [Range(1, 1 << 20)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Changes the parameters by their gradients.</summary>
    public required PluginSlot<ParameterOptimizer> Optimizer { get; init; }

    /// <summary>Changes the learning rate from step to step; null keeps it.</summary>
    public PluginSlot<ILearningRateSchedule>? Schedule { get; init; }

    /// <summary>Parameters with a learning rate of their own. A parameter belongs to the first group that matches its name.</summary>
    public ImmutableArray<ParameterGroupOptions> Groups { get; init; } = [];

    /// <summary>The largest norm of all gradients together: above it, they are scaled down to it; null never does.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double? GradientClipping { get; init; }

    /// <summary>
    /// The number format of the experts' matrix products: bfloat16 takes half the memory and is faster where the processor
    /// multiplies in it. Everything else stays float32.
    /// </summary>
    public MatrixPrecision Precision { get; init; } = MatrixPrecision.Float32;

    /// <summary>
    /// Whether to compute in that format on a processor without instructions for it, too, where a step takes several times as long as in float32. Without
    /// it, such a run is refused.
    /// </summary>
    public bool ForcePrecision { get; init; }

    /// <summary>Which epoch is the best: its weights are kept for the final metrics.</summary>
    public SelectionOptions Selection { get; init; } = new();

    /// <summary>Stop when the score did not improve for this many epochs; null never stops early.</summary>
    [Range(1, 100_000)]
    public int? Patience { get; init; }

    /// <summary>What becomes of steps whose loss or gradient is no finite number.</summary>
    public NumericFaultOptions NumericFaults { get; init; } = new();

    /// <summary>Checkpoints that a run can be resumed from.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();
}
