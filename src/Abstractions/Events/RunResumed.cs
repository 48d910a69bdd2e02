using MediatR;

namespace MmoePipeline.Events;

/// <summary>A run that was stopped continues from a checkpoint. Published instead of <see cref="RunStarted"/>; events after the checkpoint are published again.</summary>
/// <param name="Run">The event of the run's start.</param>
/// <param name="Epoch">The epoch, from 1, that was under way at the checkpoint, or had just ended.</param>
/// <param name="Step">Steps since the start of the run.</param>
public sealed record RunResumed(RunStarted Run, int Epoch, long Step) : INotification;
