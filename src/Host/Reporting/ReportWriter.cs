using System.Text.Json;
using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Host.Runs;

namespace MmoePipeline.Host.Reporting;

/// <summary>Writes <c>report.json</c> and the page at the end of a run.</summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class ReportWriter(RunSession session) : INotificationHandler<RunStarted>, INotificationHandler<RunCompleted>
{
    private RunStarted? _started;

    /// <inheritdoc/>
    public Task Handle(RunStarted notification, CancellationToken cancellationToken)
    {
        _started = notification;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        RunStarted started = _started ?? throw new InvalidOperationException("The run has not started.");
        var data = new ReportData(
            notification.Findings, notification.Sections, started.Parts, RunEnvironment.Of(started.Device), notification.Calibration);
        File.WriteAllBytes(session.Folder.ReportDataFile, JsonSerializer.SerializeToUtf8Bytes(data, ReportJson.Default.ReportData));
        ReportPage.Write(session.Folder);
        return Task.CompletedTask;
    }
}
