using MediatR;

namespace MmoePipeline.Events;

/// <summary>The run was asked to stop; it stopped between two steps and wrote a checkpoint.</summary>
/// <param name="Epoch">The epoch, from 1, that was under way.</param>
/// <param name="Step">Steps since the start of the run.</param>
public sealed record RunInterrupted(int Epoch, long Step) : INotification;
