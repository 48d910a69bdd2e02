using System.Text.Json;
using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Events;

/// <summary>Writes <c>metrics.jsonl</c>: an object a line, for scripts and for the report.</summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class MetricsFileWriter(RunSession session) :
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
    public Task Handle(RunStarted notification, CancellationToken cancellationToken) => Append("run-started", json =>
    {
        json.WriteString("name", notification.Name);
        json.WriteNumber("seed", notification.Seed);
        json.WriteNumber("epochs", notification.Epochs);
        json.WriteNumber("trainingRows", notification.TrainingRows);
        json.WriteNumber("validationRows", notification.ValidationRows);
        json.WriteNumber("testRows", notification.TestRows);
        json.WriteNumber("parameters", notification.Parameters);
    });

    /// <inheritdoc/>
    public Task Handle(DataEncoded notification, CancellationToken cancellationToken) => Append("data-encoded", json =>
    {
        json.WriteNumber("rows", notification.Rows);
        json.WriteNumber("badRows", notification.RejectedRows);
        json.WriteStartObject("badRowsByColumn");
        foreach (RejectedRowCount column in notification.Columns)
        {
            json.WriteNumber(column.Column, column.Rows);
        }

        json.WriteEndObject();
        json.WriteString("quarantine", notification.QuarantineFile is { } file ? Path.GetFileName(file) : null);
        json.WriteStartArray("vocabularies");
        foreach (VocabularySize field in notification.Vocabularies)
        {
            json.WriteStartObject();
            json.WriteString("column", field.Column);
            json.WriteNumber("values", field.Values);
            json.WriteBoolean("estimated", field.IsEstimate);
            json.WriteNumber("kept", field.Kept);
            json.WriteNumber("rareRows", field.RareRows);
            json.WriteNumber("hashBuckets", field.HashBuckets);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("remarks");
        foreach (string remark in notification.Remarks)
        {
            json.WriteStringValue(remark);
        }

        json.WriteEndArray();
        json.WriteStartArray("funnelContradictions");
        foreach (FunnelContradictions step in notification.Contradictions)
        {
            json.WriteStartObject();
            json.WriteString("earlier", step.Earlier);
            json.WriteString("later", step.Later);
            json.WriteNumber("training", step.Training);
            json.WriteNumber("validation", step.Validation);
            json.WriteNumber("test", step.Test);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFeatures(json, notification);
        json.WriteStartObject("labels");
        foreach (TaskLabels task in notification.Labels)
        {
            json.WriteStartObject(task.Task);
            WriteLabels(json, "training", task.Training);
            WriteLabels(json, "validation", task.Validation);
            WriteLabels(json, "test", task.Test);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <inheritdoc/>
    public Task Handle(EpochCompleted notification, CancellationToken cancellationToken) => Append("epoch-completed", json =>
    {
        json.WriteNumber("epoch", notification.Epoch);
        json.WriteNumber("step", notification.Step);
        json.WriteStartObject("loss");
        foreach (TaskLoss loss in notification.Losses)
        {
            WriteNumber(json, loss.Task, loss.Loss);
        }

        json.WriteEndObject();
        json.WriteStartObject("lossWeight");
        foreach (TaskLoss loss in notification.Losses)
        {
            WriteNumber(json, loss.Task, loss.Weight);
        }

        json.WriteEndObject();
        WriteTasks(json, "validation", notification.Validation);
        json.WriteStartObject("probes");
        foreach (ProbeMetric metric in notification.Probes)
        {
            WriteNumber(json, metric.Name, metric.Value);
        }

        json.WriteEndObject();
        if (notification.SkippedSteps > 0)
        {
            json.WriteNumber("skippedSteps", notification.SkippedSteps);
        }

        WriteNumber(json, "score", notification.Score);
        json.WriteBoolean("best", notification.IsBest);
        WriteNumber(json, "seconds", notification.Elapsed.TotalSeconds);
        WriteNumber(json, "samplesPerSecond", notification.SamplesPerSecond);
        WriteNumber(json, "dataWaitSeconds", notification.DataWait.TotalSeconds);
        WriteNumber(json, "learningRateFactor", notification.LearningRateFactor);
        WriteNumber(json, "probeSeconds", notification.Probing.TotalSeconds);
    });

    /// <inheritdoc/>
    public Task Handle(ProbeAlerted notification, CancellationToken cancellationToken) => Append("alert", json =>
    {
        json.WriteNumber("epoch", notification.Epoch);
        json.WriteNumber("step", notification.Step);
        json.WriteString("probe", notification.Probe);
        json.WriteString("alert", notification.Alert.Name);
        json.WriteString("message", notification.Alert.Message);
    });

    /// <inheritdoc/>
    public Task Handle(CheckpointWritten notification, CancellationToken cancellationToken) => Append("checkpoint-written", json =>
    {
        json.WriteString("file", Path.GetRelativePath(session.Folder.FullPath, notification.Path).Replace('\\', '/'));
        json.WriteNumber("epoch", notification.Epoch);
        json.WriteNumber("step", notification.Step);
    });

    /// <inheritdoc/>
    public Task Handle(RunInterrupted notification, CancellationToken cancellationToken) => Append("run-interrupted", json =>
    {
        json.WriteNumber("epoch", notification.Epoch);
        json.WriteNumber("step", notification.Step);
    });

    /// <inheritdoc/>
    public Task Handle(RunFailed notification, CancellationToken cancellationToken) => Append("run-failed", json =>
    {
        json.WriteNumber("epoch", notification.Epoch);
        json.WriteNumber("step", notification.Step);
        json.WriteString("code", notification.Code);
        json.WriteString("reason", notification.Reason);
    });

    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken) => Append("run-completed", json =>
    {
        json.WriteNumber("epochs", notification.Epochs);
        json.WriteNumber("bestEpoch", notification.BestEpoch);
        json.WriteNumber("step", notification.Step);
        WriteTasks(json, "test", notification.Test);
        MetricsJson.WriteIntervals(json, notification.Test);
        MetricsJson.WriteDirections(json, notification.Test);
        WriteNumber(json, "seconds", notification.Elapsed.TotalSeconds);
        WriteNumber(json, "probeSeconds", notification.Probing.TotalSeconds);
    });

    /// <summary>Appends a line, or nothing: no line follows half of one.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    private static void WriteFeatures(Utf8JsonWriter json, DataEncoded data)
    {
        json.WriteStartArray("outOfVocabulary");
        foreach (OutOfVocabulary field in data.OutOfVocabulary)
        {
            json.WriteStartObject();
            json.WriteString("column", field.Column);
            json.WriteNumber("training", field.TrainingRows);
            json.WriteNumber("validation", field.ValidationRows);
            json.WriteNumber("test", field.TestRows);
            json.WriteString("warning", field.Warning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("numeric");
        foreach (NumericFeature field in data.NumericFeatures)
        {
            json.WriteStartObject();
            json.WriteString("column", field.Column);
            json.WriteNumber("mean", field.Mean);
            json.WriteNumber("deviation", field.StandardDeviation);
            json.WriteBoolean("constant", field.IsConstant);
            json.WriteNumber("missing", field.MissingRows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, string split, SplitLabels labels)
    {
        json.WriteStartObject(split);
        json.WriteNumber("rows", labels.Rows);
        json.WriteNumber("labelled", labels.Labelled);
        if (labels.Positives is { } positives)
        {
            json.WriteNumber("positives", positives);
        }

        WriteNumber(json, "mean", labels.Mean ?? double.NaN);
        json.WriteStartArray("targets");
        foreach (TargetCount count in labels.Targets)
        {
            json.WriteStartArray();
            json.WriteNumberValue(count.Target);
            json.WriteNumberValue(count.Rows);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private Task Append(string kind, Action<Utf8JsonWriter> content)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("event", kind);
            json.WriteString("time", DateTimeOffset.UtcNow);
            content(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        using FileStream file = OwnFile.Open(session.Folder.MetricsFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        long before = file.Seek(0, SeekOrigin.End);
        try
        {
            line.WriteTo(file);

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

    private static void WriteTasks(Utf8JsonWriter json, string name, ImmutableArray<TaskMetrics> tasks)
    {
        json.WriteStartObject(name);
        foreach (TaskMetrics task in tasks)
        {
            json.WriteStartObject(task.Task);
            foreach (Tasks.TaskMetric metric in task.Metrics)
            {
                WriteNumber(json, metric.Name, metric.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>JSON has no NaN and no infinity: null stands for them.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
