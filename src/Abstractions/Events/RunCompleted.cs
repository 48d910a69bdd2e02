using MediatR;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;

namespace MmoePipeline.Events;

/// <summary>The run is over and the best epoch's weights were evaluated on the test rows.</summary>
/// <param name="Epochs">Epochs that were trained; fewer than asked for after early stopping.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights were kept.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="Test">Test metrics, task by task.</param>
/// <param name="Calibration">For each binary task how far its predictions for the test rows hold.</param>
/// <param name="Elapsed">Time of the run, from reading the data to the last metric.</param>
/// <param name="Findings">What probes report about issues.</param>
/// <param name="Sections">The probes' sections of the report.</param>
/// <param name="Probing">How long of <paramref name="Elapsed"/> findings and sections took.</param>
public sealed record RunCompleted(
    int Epochs,
    int BestEpoch,
    long Step,
    ImmutableArray<TaskMetrics> Test,
    ImmutableArray<TaskCalibration> Calibration,
    TimeSpan Elapsed,
    ImmutableArray<Finding> Findings,
    ImmutableArray<ReportSection> Sections,
    TimeSpan Probing) : INotification;
