using System.Text.Json;
using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Machine;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Reporting.Pages;

/// <summary>Writes <c>report.json</c> and the page at the end of a run.</summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class ReportWriter(RunSession session) :
    INotificationHandler<RunStarted>,
    INotificationHandler<RunResumed>,
    INotificationHandler<RunCompleted>
{
    private RunStarted? _started;

    /// <inheritdoc/>
    public Task Handle(RunStarted notification, CancellationToken cancellationToken)
    {
        _started = notification;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunResumed notification, CancellationToken cancellationToken) => Handle(notification.Run, cancellationToken);

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RunStarted started = _started ?? throw new InvalidOperationException("The run has not started.");
        var data = new ReportData(
            notification.Findings, notification.Sections, started.Parts, RunEnvironment.Of(started.Device), notification.Calibration)
        {
            FormatVersion = ReportData.CurrentFormat,
        };
        DurableFile.Write(session.Folder.ReportDataFile, file => JsonSerializer.Serialize(file, data, ReportDataJson.Default.ReportData));
        cancellationToken.ThrowIfCancellationRequested();
        ReportPage.Write(session.Folder);

        // The last of what a run leaves. Stopped now, it is done again; told as done, its end would be another than what the signal asked for.
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }
}
