using MediatR;
using MmoePipeline.Probing;

namespace MmoePipeline.Events;

/// <summary>A probe reports something while the run continues.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="Probe">The probe's name.</param>
/// <param name="Alert">What it reports.</param>
public sealed record ProbeAlerted(int Epoch, long Step, string Probe, ProbeAlert Alert) : INotification;
