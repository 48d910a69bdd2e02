using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Host.Runs;

/// <summary>Writes TensorBoard's event files.</summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class TensorBoardWriter(RunSession session) :
    INotificationHandler<EpochCompleted>,
    INotificationHandler<RunCompleted>
{
    private readonly Lazy<SummaryWriter> _writer = new(() =>
    {
        Directory.CreateDirectory(session.Folder.TensorBoard);
        return torch.utils.tensorboard.SummaryWriter(session.Folder.TensorBoard, createRunName: false);
    });

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
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        WriteTasks("test", notification.Test, notification.Step);
        return Task.CompletedTask;
    }

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

    private void Write(string tag, double value, long step) => _writer.Value.add_scalar(tag, (float)value, (int)step);
}
