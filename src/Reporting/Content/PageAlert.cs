namespace MmoePipeline.Reporting.Content;

/// <summary>Something that a probe told of while the run went on.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Probe">The probe.</param>
/// <param name="Name">What it is.</param>
/// <param name="Message">A sentence.</param>
internal sealed record PageAlert(int Epoch, string Probe, string Name, string Message);
