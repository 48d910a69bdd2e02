using MediatR;
using MmoePipeline.Probing;

namespace MmoePipeline.Events;

/// <summary>A probe has something to tell while the run goes on.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="Probe">The probe's name.</param>
/// <param name="Alert">What it tells.</param>
public sealed record ProbeAlerted(int Epoch, long Step, string Probe, ProbeAlert Alert) : INotification;
