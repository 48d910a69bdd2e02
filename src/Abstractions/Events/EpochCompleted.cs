using MediatR;
using MmoePipeline.Probing;

namespace MmoePipeline.Events;

/// <summary>An epoch was trained and evaluated on the validation rows.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="Losses">Training losses, task by task.</param>
/// <param name="Validation">Validation metrics, task by task.</param>
/// <param name="Probes">Figures of the probes.</param>
/// <param name="Score">The figure by which the best epoch is chosen; NaN where a task's metric is not a number, so that the epoch is not the best.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
/// <param name="Elapsed">Time of the epoch, evaluation included.</param>
/// <param name="SamplesPerSecond">Training rows per second of training time.</param>
/// <param name="DataWait">How long training waited for batches.</param>
/// <param name="LearningRateFactor">What the schedule multiplied the learning rate by in the last step.</param>
/// <param name="Probing">How much of the time was the probes'.</param>
/// <param name="SkippedSteps">Steps that were not applied because their loss or gradient is no finite number.</param>
public sealed record EpochCompleted(
    int Epoch,
    long Step,
    ImmutableArray<TaskLoss> Losses,
    ImmutableArray<TaskMetrics> Validation,
    ImmutableArray<ProbeMetric> Probes,
    double Score,
    bool IsBest,
    TimeSpan Elapsed,
    double SamplesPerSecond,
    TimeSpan DataWait,
    double LearningRateFactor,
    TimeSpan Probing,
    int SkippedSteps = 0) : INotification;
