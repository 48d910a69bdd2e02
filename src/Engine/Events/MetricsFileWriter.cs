using System.Text.Json;
using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Events;

/// <summary>Writes <c>metrics.jsonl</c>: an object a line, for scripts and for the report.</summary>
/// <param name="session">Where the run's files are.</param>
/// <param name="time">The time of each line.</param>
internal sealed class MetricsFileWriter(RunSession session, TimeProvider time) :
    INotificationHandler<RunStarted>,
    INotificationHandler<DataEncoded>,
    INotificationHandler<EpochCompleted>,
    INotificationHandler<ProbeAlerted>,
    INotificationHandler<CheckpointWritten>,
    INotificationHandler<RunInterrupted>,
    INotificationHandler<RunFailed>,
    INotificationHandler<RunCompleted>
{
    /// <inheritdoc/>
    public Task Handle(RunStarted notification, CancellationToken cancellationToken) => Append(new RunStartedLine(
        notification.Name,
        notification.Seed,
        notification.Epochs,
        notification.TrainingRows,
        notification.ValidationRows,
        notification.TestRows,
        notification.Parameters)
    {
        FormatVersion = RunHistory.CurrentFormat,
    });

    /// <inheritdoc/>
    public Task Handle(DataEncoded notification, CancellationToken cancellationToken) => Append(new DataEncodedLine(
        notification.Rows,
        notification.RejectedRows,
        new(notification.Columns.Select(column => KeyValuePair.Create(column.Column, column.Rows))),
        notification.QuarantineFile is { } file ? Path.GetFileName(file) : null)
    {
        Vocabularies =
        [
            .. notification.Vocabularies.Select(field => new VocabularyEntry(
                field.Column, field.Values, field.IsEstimate, field.Kept, field.RareRows, field.HashBuckets)),
        ],
        Remarks = notification.Remarks,
        Leaks = notification.Leaks,
        Splits = [.. notification.Splits.Select(split => new SplitEntry(split.Split, split.Rows, split.Description))],
        FunnelContradictions =
        [
            .. notification.Contradictions.Select(step => new ContradictionEntry(step.Earlier, step.Later, step.Training, step.Validation, step.Test)),
        ],
        OutOfVocabulary =
        [
            .. notification.OutOfVocabulary.Select(field => new OutOfVocabularyEntry(
                field.Column, field.TrainingRows, field.ValidationRows, field.TestRows, field.Warning)),
        ],
        Numeric =
        [
            .. notification.NumericFeatures.Select(field => new NumericEntry(
                field.Column, field.Mean, field.StandardDeviation, field.IsConstant, field.MissingRows)),
        ],
        Labels = new(notification.Labels.Select(task => KeyValuePair.Create(
            task.Task, new LabelsEntry(Entry(task.Training), Entry(task.Validation), Entry(task.Test))))),
    });

    /// <inheritdoc/>
    public Task Handle(EpochCompleted notification, CancellationToken cancellationToken) => Append(new EpochLine(notification.Epoch, notification.Step)
    {
        Loss = new(notification.Losses.Select(loss => KeyValuePair.Create(loss.Task, loss.Loss))),
        LossWeight = new(notification.Losses.Select(loss => KeyValuePair.Create(loss.Task, loss.Weight))),
        Validation = TestMetrics.Values(notification.Validation),
        Probes = Last(notification.Probes.Select(metric => KeyValuePair.Create(metric.Name, metric.Value))),
        SkippedSteps = notification.SkippedSteps,
        Score = notification.Score,
        IsBest = notification.IsBest,
        Seconds = notification.Elapsed.TotalSeconds,
        SamplesPerSecond = notification.SamplesPerSecond,
        DataWaitSeconds = notification.DataWait.TotalSeconds,
        LearningRateFactor = notification.LearningRateFactor,
        ProbeSeconds = notification.Probing.TotalSeconds,
    });

    /// <inheritdoc/>
    public Task Handle(ProbeAlerted notification, CancellationToken cancellationToken) => Append(new AlertLine(
        notification.Epoch, notification.Step, notification.Probe, notification.Alert.Name, notification.Alert.Message));

    /// <inheritdoc/>
    public Task Handle(CheckpointWritten notification, CancellationToken cancellationToken) => Append(new CheckpointLine(
        Path.GetRelativePath(session.Folder.FullPath, notification.Path).Replace('\\', '/'), notification.Epoch, notification.Step));

    /// <inheritdoc/>
    public Task Handle(RunInterrupted notification, CancellationToken cancellationToken) =>
        Append(new InterruptedLine(notification.Epoch, notification.Step));

    /// <inheritdoc/>
    public Task Handle(RunFailed notification, CancellationToken cancellationToken) =>
        Append(new FailedLine(notification.Epoch, notification.Step, notification.Code, notification.Reason));

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken) => Append(
        new CompletedLine(notification.Epochs, notification.BestEpoch, notification.Step)
        {
            Test = TestMetrics.Values(notification.Test),
            Intervals = TestMetrics.Intervals(notification.Test),
            HigherIsBetter = TestMetrics.Directions(notification.Test),
            Seconds = notification.Elapsed.TotalSeconds,
            ProbeSeconds = notification.Probing.TotalSeconds,
        });

    private static SplitLabelsEntry Entry(SplitLabels labels) => new(
        labels.Rows,
        labels.Labelled,
        labels.Positives,
        labels.Mean is { } mean && double.IsFinite(mean) ? mean : null,
        [.. labels.Targets.Select(count => new TargetEntry(count.Target, count.Rows))]);

    /// <summary>Of figures with one name the last: a probe's name is its own, what it calls its figures is not checked.</summary>
    private static OrderedDictionary<string, double> Last(IEnumerable<KeyValuePair<string, double>> figures)
    {
        var named = new OrderedDictionary<string, double>();
        foreach ((string name, double value) in figures)
        {
            named[name] = value;
        }

        return named;
    }

    /// <summary>Appends a line, or nothing: no line follows half of one.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    private Task Append(MetricsLine content)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(content with { Time = time.GetUtcNow() }, RunFilesJson.Default.MetricsLine), (byte)'\n'];
        using FileStream file = OwnFile.Open(session.Folder.MetricsFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        long before = file.Seek(0, SeekOrigin.End);
        try
        {
            file.Write(line);

            // A checkpoint remembers how long the file was: it must not be shorter after a loss of power.
            DiskFlush.Flush(file);
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }

        return Task.CompletedTask;
    }
}
