namespace MmoePipeline.Engine.Training;

/// <summary>How far a run is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The epochs that are trained at most.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, long Step, int StepsPerEpoch);
