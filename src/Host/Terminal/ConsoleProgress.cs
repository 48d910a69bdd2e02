using System.Diagnostics;
using System.Globalization;
using MediatR;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Modeling;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>
/// Progress for a person: a line that is renewed while an epoch runs, and a line that stays for each epoch. Where the output
/// is no terminal there are only lines that stay.
/// </summary>
/// <param name="console">Standard error, so that standard output holds results only.</param>
internal sealed class ConsoleProgress(IAnsiConsole console) :
    ITrainingProgress,
    INotificationHandler<RunStarted>,
    INotificationHandler<RunResumed>,
    INotificationHandler<DataEncoded>,
    INotificationHandler<EpochCompleted>,
    INotificationHandler<ProbeAlerted>,
    INotificationHandler<RunInterrupted>
{
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromMilliseconds(250);

    private readonly bool _renews = console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal;
    private readonly Stopwatch _run = new();
    private readonly Stopwatch _epoch = new();
    private TimeSpan _due;
    private ImmutableArray<string> _tasks = [];
    private long _trainingRows;
    private int _epochs;
    private long _stepsBefore;
    private string _metric = "";

    /// <inheritdoc/>
    public void Loading(string source) => console.MarkupLineInterpolated($"[grey]reading[/] {VisibleText.OnOneLine(source)}");

    /// <inheritdoc/>
    public Task Handle(RunStarted notification, CancellationToken cancellationToken)
    {
        (_tasks, _trainingRows, _epochs) = ([.. notification.Tasks.Select(VisibleText.OnOneLine)], notification.TrainingRows, notification.Epochs);
        _metric = VisibleText.OnOneLine(notification.SelectionMetric);
        string rows = FormattableString.Invariant(
            $"{notification.TrainingRows:N0} training, {notification.ValidationRows:N0} validation, {notification.TestRows:N0} test");
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"[grey]rows[/]    {rows}; [grey]parameters[/] {notification.Parameters:N0}");
        console.MarkupLineInterpolated($"[grey]run[/]     {Path.GetRelativePath(".", notification.Folder)}");
        _run.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunResumed notification, CancellationToken cancellationToken)
    {
        Handle(notification.Run, cancellationToken);
        _stepsBefore = notification.Step;
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"[grey]resumed[/] in epoch {Math.Max(1, notification.Epoch)} after step {notification.Step:N0}");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(DataEncoded notification, CancellationToken cancellationToken)
    {
        if (notification.RejectedRows > 0)
        {
            string where = notification.QuarantineFile is { } file ? $"; they are in {Path.GetRelativePath(".", file)}" : "";
            string share = ((double)notification.RejectedRows / notification.Rows).ToString("P2", CultureInfo.InvariantCulture);
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[yellow]left out[/] {notification.RejectedRows:N0} of {notification.Rows:N0} rows, {share}, can't be used{where}");
        }

        foreach (string remark in notification.Remarks)
        {
            console.MarkupLineInterpolated($"[yellow]labels[/]  {VisibleText.OnOneLine(remark)}");
        }

        foreach (TaskLabels task in notification.Labels.Where(task => task.Training.Labelled < task.Training.Rows))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[grey]labels[/]  {VisibleText.OnOneLine(task.Task)}: {task.Training.Labelled:N0} of {task.Training.Rows:N0} training rows have one");
        }

        foreach (VocabularySize field in notification.Vocabularies.Where(field => field.RareRows > 0))
        {
            string fate = field.HashBuckets > 0
                ? string.Create(CultureInfo.InvariantCulture, $"are hashed into {field.HashBuckets:N0} embeddings")
                : "share the embedding of unknown values";
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[grey]rare[/]    {VisibleText.OnOneLine(field.Column)}: {field.Rare:N0} of {(field.IsEstimate ? "about " : "")}{field.Values:N0} values, in {field.RareRows:N0} training rows, {fate}");
        }

        WriteFeatures(notification);

        return Task.CompletedTask;
    }

    /// <summary>Shows what a person should know about single features.</summary>
    private void WriteFeatures(DataEncoded notification)
    {
        foreach (NumericFeature field in notification.NumericFeatures.Where(field => field.IsConstant))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[yellow]constant[/] {VisibleText.OnOneLine(field.Column)}: all training rows have one value, so the column says nothing; it is encoded as 0");
        }

        foreach (NumericFeature field in notification.NumericFeatures.Where(field => field.MissingRows > 0))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[grey]missing[/] {VisibleText.OnOneLine(field.Column)}: {field.MissingRows:N0} rows have no value and got the mean");
        }

        foreach (OutOfVocabulary field in notification.OutOfVocabulary.Where(field => field.Warning is not null))
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]unknown[/] {VisibleText.OnOneLine(field.Warning!)}");
        }
    }

    /// <inheritdoc/>
    public void EpochStarted(ITrainingClock clock)
    {
        _epoch.Restart();
        _due = RenewalInterval;
    }

    /// <inheritdoc/>
    public void StepCompleted(ITrainingClock clock, TrainingStep step)
    {
        if (!_renews || _epoch.Elapsed < _due)
        {
            return;
        }

        _due = _epoch.Elapsed + RenewalInterval;
        long stepInEpoch = clock.Step - ((clock.Epoch - 1L) * clock.StepsPerEpoch);
        double share = (double)stepInEpoch / clock.StepsPerEpoch;
        string losses = string.Join(", ", _tasks.Zip(step.MeanLosses(), (task, loss) =>
            FormattableString.Invariant($"{task} {loss:F4}")));
        Renew(FormattableString.Invariant(
            $"epoch {clock.Epoch}/{clock.Epochs} {share,4:P0}  loss {losses}  {share * _trainingRows / _epoch.Elapsed.TotalSeconds:N0} samples/s  {Left(clock.Step, (long)clock.Epochs * clock.StepsPerEpoch)} left"));
    }

    /// <inheritdoc/>
    public Task Handle(EpochCompleted notification, CancellationToken cancellationToken)
    {
        string losses = string.Join(", ", notification.Losses.Select(loss =>
            FormattableString.Invariant($"{VisibleText.OnOneLine(loss.Task)} {loss.Loss:F4}")));

        string left = Left(notification.Step, notification.Step / notification.Epoch * _epochs);
        Clear();
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"epoch {notification.Epoch}/{_epochs}  [grey]loss[/] {losses}  {Validation(notification)}{(notification.IsBest ? " *" : "  ")}  [grey]{notification.SamplesPerSecond:N0} samples/s, {left} left[/]");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(ProbeAlerted notification, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"  [yellow]{VisibleText.OnOneLine(notification.Alert.Name)}[/] {VisibleText.OnOneLine(notification.Alert.Message)}");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Handle(RunInterrupted notification, CancellationToken cancellationToken)
    {
        Clear();
        console.MarkupLineInterpolated(
            $"[yellow]stopped[/] in epoch {notification.Epoch} after step {notification.Step}; the checkpoint is in the run folder");
        return Task.CompletedTask;
    }

    /// <summary>The metric that the best epoch is chosen by, of each task that has it, and the score where it is of several tasks.</summary>
    private string Validation(EpochCompleted epoch)
    {
        ImmutableArray<(string Task, double Value)> values =
        [
            .. epoch.Validation.SelectMany(task => task.Metrics.Where(metric => metric.Name == _metric)
                .Select(metric => (VisibleText.OnOneLine(task.Task), metric.Value))),
        ];
        string tasks = string.Join(", ", values.Select(of => FormattableString.Invariant($"{of.Task} {of.Value:F4}")));
        return values.Length < 2
            ? $"{_metric} {tasks}"
            : FormattableString.Invariant($"{_metric} {tasks}, mean {epoch.Score:F4}");
    }

    private string Left(long done, long all)
    {
        TimeSpan left = done <= _stepsBefore ? TimeSpan.Zero : _run.Elapsed * ((double)(all - done) / (done - _stepsBefore));
        return DurationText.Of(left);
    }

    private void Renew(string line)
    {
        Clear();
        int width = Math.Max(console.Profile.Width - 1, 20);
        console.Write(new Text(line.Length <= width ? line : line[..width]));
    }

    private void Clear()
    {
        if (_renews)
        {
            console.Write(new ControlCode("\r\u001b[2K"));
        }
    }
}
