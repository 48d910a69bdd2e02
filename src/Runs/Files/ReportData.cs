using System.Text.Json.Serialization;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Runs.Machine;

namespace MmoePipeline.Runs.Files;

/// <summary><c>report.json</c>: what the page shows and neither <c>metrics.jsonl</c> nor <c>config.json</c> holds.</summary>
/// <param name="Findings">What probes say of troubles.</param>
/// <param name="Sections">The probes' sections.</param>
/// <param name="Parts">Trained values by part of the network.</param>
/// <param name="Environment">Where the run was done.</param>
/// <param name="Calibration">Predictions for the test rows against what was observed.</param>
internal sealed record ReportData(
    ImmutableArray<Finding> Findings,
    ImmutableArray<ReportSection> Sections,
    ImmutableArray<PartParameters> Parts,
    RunEnvironment Environment,
    ImmutableArray<TaskCalibration> Calibration)
{
    /// <summary>To be raised with every change of the form.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the file's form; 0 in files of versions that wrote none.</summary>
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; }
}
