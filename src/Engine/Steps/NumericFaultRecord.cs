namespace MmoePipeline.Engine.Steps;

/// <summary>What is saved of a step that was not applied.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step, from 1.</param>
/// <param name="What">What is no finite number.</param>
/// <param name="Tasks">Whose loss or gradient it is.</param>
/// <param name="Parameters">The parameters whose gradient it is.</param>
/// <param name="BatchRows">The rows that it comes from, by their places in the batch, from 0.</param>
/// <param name="TrainingRows">The same rows by their places among the training rows, from 0.</param>
/// <param name="Cause">What is at fault, as far as that is known.</param>
internal sealed record NumericFaultRecord(
    int Epoch,
    long Step,
    string What,
    ImmutableArray<string> Tasks,
    ImmutableArray<string> Parameters,
    ImmutableArray<int> BatchRows,
    ImmutableArray<int> TrainingRows,
    string Cause);
