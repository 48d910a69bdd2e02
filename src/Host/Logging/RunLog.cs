using System.Globalization;
using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MmoePipeline.Host.Logging;

/// <summary>
/// Writes <c>log.txt</c>. What is logged before there is a run folder waits for it; a run that never gets one leaves no log.
/// </summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class RunLog(RunSession session) : ILogEventSink, INotificationHandler<RunStarted>, INotificationHandler<RunResumed>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<LogEvent> _waiting = new();
    private Logger? _file;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        LogEvent visible = VisibleLogEvent.Of(logEvent);

        // What comes while the file is opened waits, too: it is written after what came before, or by whoever opens the file.
        lock (_gate)
        {
            if (_file is { } file)
            {
                file.Write(visible);
            }
            else
            {
                _waiting.Enqueue(visible);
            }
        }
    }

    /// <inheritdoc/>
    public Task Handle(RunStarted notification, CancellationToken cancellationToken)
    {
        if (OwnFile.Refusal(session.Folder.LogFile) is { } refusal)
        {
            throw new IOException(refusal);
        }

        Logger opened = new LoggerConfiguration().MinimumLevel.Debug()
            .WriteTo.File(session.Folder.LogFile, formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
        lock (_gate)
        {
            _file = opened;
            while (_waiting.TryDequeue(out LogEvent? waiting))
            {
                opened.Write(waiting);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunResumed notification, CancellationToken cancellationToken) => Handle(notification.Run, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The run's own end is not another for it.
            ProblemList.Write([new Problem(RunFolderCodes.LogIncomplete, session.Folder.LogFile, $"the log is not complete: {exception.Message}")]);
        }
    }
}
