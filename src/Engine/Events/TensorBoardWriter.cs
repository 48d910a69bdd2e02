using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Events;

/// <summary>Writes TensorBoard's event files: one each time that the run begins or goes on.</summary>
/// <param name="session">Where the run's files are.</param>
/// <param name="time">The time of events.</param>
internal sealed class TensorBoardWriter(RunSession session, TimeProvider time) :
    INotificationHandler<RunResumed>,
    INotificationHandler<EpochCompleted>,
    INotificationHandler<RunCompleted>,
    IDisposable
{
    private EventFile? _file;

    /// <summary>Steps after the checkpoint are told again; figures of the checkpoint's own step were written before it.</summary>
    public Task Handle(RunResumed notification, CancellationToken cancellationToken)
    {
        _file = EventFile.Begin(session.Folder.TensorBoard, notification.Step + 1, time);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(EpochCompleted notification, CancellationToken cancellationToken)
    {
        foreach (TaskLoss loss in notification.Losses)
        {
            Write($"loss/{loss.Task}", loss.Loss, notification.Step);
            Write($"loss-weight/{loss.Task}", loss.Weight, notification.Step);
        }

        WriteTasks("validation", notification.Validation, notification.Step);
        foreach (ProbeMetric metric in notification.Probes)
        {
            Write(metric.Name, metric.Value, notification.Step);
        }

        Write("learning-rate-factor", notification.LearningRateFactor, notification.Step);
        Write("samples-per-second", notification.SamplesPerSecond, notification.Step);
        _file?.Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        WriteTasks("test", notification.Test, notification.Step);
        _file?.Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void WriteTasks(string prefix, ImmutableArray<TaskMetrics> tasks, long step)
    {
        foreach (TaskMetrics task in tasks)
        {
            foreach (TaskMetric metric in task.Metrics)
            {
                Write($"{prefix}/{task.Task}/{metric.Name}", metric.Value, step);
            }
        }
    }

    /// <summary>A run that begins, also in a folder where it began before, has a file as soon as it has something to tell.</summary>
    private void Write(string tag, double value, long step)
    {
        _file ??= EventFile.Begin(session.Folder.TensorBoard, firstStep: 0, time);
        _file.Append(step, tag, (float)value);
    }
}
