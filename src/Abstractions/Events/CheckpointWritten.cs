using MediatR;

namespace MmoePipeline.Events;

/// <summary>A checkpoint is on disk.</summary>
/// <param name="Path">The checkpoint's full path.</param>
/// <param name="Epoch">The epoch, from 1, in which it was written.</param>
/// <param name="Step">Steps since the start of the run.</param>
public sealed record CheckpointWritten(string Path, int Epoch, long Step) : INotification;
