using MediatR;

namespace MmoePipeline.Events;

/// <summary>A run that was stopped goes on from a checkpoint, in the place of <see cref="RunStarted"/>. What came after the checkpoint is told again.</summary>
/// <param name="Run">What <see cref="RunStarted"/> told.</param>
/// <param name="Epoch">The epoch, from 1, that was under way at the checkpoint, or had just ended.</param>
/// <param name="Step">Steps since the start of the run.</param>
public sealed record RunResumed(RunStarted Run, int Epoch, long Step) : INotification;
