using MmoePipeline.Probing;
using MmoePipeline.Reporting;

namespace MmoePipeline.Engine.Probing;

/// <summary>What the probes say at the end of a run.</summary>
/// <param name="Findings">What they say of troubles.</param>
/// <param name="Sections">Their sections of the report.</param>
/// <param name="Elapsed">The time that it took them.</param>
internal sealed record ProbeReport(ImmutableArray<Finding> Findings, ImmutableArray<ReportSection> Sections, TimeSpan Elapsed);
