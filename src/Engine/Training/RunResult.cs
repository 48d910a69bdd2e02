using MmoePipeline.Events;

namespace MmoePipeline.Engine.Training;

/// <summary>What a completed run gives to whoever started it.</summary>
/// <param name="Folder">The run folder's full path.</param>
/// <param name="Epochs">Epochs that were trained.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights were kept.</param>
/// <param name="Elapsed">Time of the run.</param>
/// <param name="Parameters">The number of trainable parameters.</param>
/// <param name="Test">Test metrics, task by task.</param>
public sealed record RunResult(
    string Folder,
    int Epochs,
    int BestEpoch,
    TimeSpan Elapsed,
    long Parameters,
    ImmutableArray<TaskMetrics> Test);
