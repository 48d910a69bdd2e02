using MmoePipeline.Tasks;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of tasks.</summary>
internal sealed class TaskChecks(Subject subject)
{
    private const int Rows = 7;

    private readonly Lazy<ITask> _task = new(() => subject.Create<ITask>(new ConformanceClock()));

    private ITask Task => _task.Value;

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Disposal, Disposal),
        (ConformanceCheck.Promises, Promises),
    ];

    /// <summary>The targets of the labels that the task takes.</summary>
    private float[] Targets()
    {
        var targets = new List<float>();
        foreach (string label in subject.Settings.Labels)
        {
            if (Task.TryEncode(label, out float target, out _))
            {
                targets.Add(target);
            }
        }

        return targets.Count >= 2 ? [.. targets] : throw new InvalidOperationException(
            $"the task takes {targets.Count} of the labels [{string.Join(", ", subject.Settings.Labels)}]; ConformanceOptions.Labels gives others.");
    }

    private Tensor TargetsOf(int rows)
    {
        float[] targets = Targets();
        return torch.tensor(Enumerable.Range(0, rows).Select(row => targets[row % targets.Length]).ToArray());
    }

    private bool SkipsMissing => Task.TryEncode(null, out float target, out _) && float.IsNaN(target);

    private IEnumerable<string> Shapes()
    {
        foreach (int rows in new[] { 1, 2, Rows })
        {
            Tensor logits = Draws.Normal(rows, rows, Task.Outputs).requires_grad_();
            Tensor loss = Task.Loss(new TaskBatch(logits, TargetsOf(rows)));
            foreach (string problem in ResultShape.Problems($"{rows} rows", loss))
            {
                yield return problem;
            }

            if (!loss.requires_grad)
            {
                yield return $"{rows} rows: the loss is outside of the graph.";
            }
        }

        // Logits of a network that has gone far.
        Tensor extreme = Draws.Normal(1, Rows, Task.Outputs).sign().mul(200);
        foreach (string problem in ResultShape.Problems("logits of 200 and -200", Task.Loss(new TaskBatch(extreme, TargetsOf(Rows)))))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> Gradients()
    {
        Tensor logits = Draws.Normal(1, Rows, Task.Outputs).to(torch.float64).requires_grad_();
        Tensor targets = TargetsOf(Rows).to(torch.float64);
        Task.Loss(new TaskBatch(logits, targets)).backward();
        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            return Task.Loss(new TaskBatch(logits, targets)).to(torch.float64).item<double>();
        }

        return FiniteDifferences.Precise.Compare(Value, new Dictionary<string, Tensor> { ["logits"] = logits });
    }

    private IEnumerable<string> Determinism()
    {
        if (!Metrics().SequenceEqual(Metrics()))
        {
            yield return "the metrics of the same rows differ from one time to the next.";
        }

        foreach (TaskMetric metric in Metrics().Where(metric => metric.Interval?.Contains(metric.Value) == false))
        {
            yield return $"the metric {metric.Name}, {metric.Value}, is not in its interval from {metric.Interval!.Lower} to {metric.Interval.Upper}.";
        }

        if (Metrics().Select(metric => metric.Name).Distinct().Count() != Metrics().Length)
        {
            yield return "two metrics have one name.";
        }
    }

    private ImmutableArray<TaskMetric> Metrics()
    {
        float[] logits = [.. Draws.Normal(1, Rows, Task.Outputs).data<float>()];
        float[] targets = [.. TargetsOf(Rows).data<float>()];
        return Task.Evaluate(new TaskRows(logits, targets));
    }

    private IEnumerable<string> Disposal()
    {
        void Step()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Task.Loss(new TaskBatch(Draws.Normal(1, Rows, Task.Outputs).requires_grad_(), TargetsOf(Rows))).backward();
        }

        Step();
        long before = LiveTensors.Count;
        Step();
        Step();
        if (LiveTensors.Count > before)
        {
            yield return $"two losses leave {LiveTensors.Count - before} tensors behind; a task keeps none.";
        }
    }

    private IEnumerable<string> Promises()
    {
        foreach (string problem in Predictions())
        {
            yield return problem;
        }

        Tensor logits = Draws.Normal(1, Rows, Task.Outputs);
        Tensor targets = TargetsOf(Rows);
        double together = Loss(logits, targets, null);
        double[] alone = [.. Enumerable.Range(0, Rows).Select(row => Loss(logits.narrow(0, row, 1), targets.narrow(0, row, 1), null))];

        // What classes weigh makes the mean a weighted one, so the bounds are what holds of any.
        if (!(together >= alone.Min() - 1e-4 && together <= alone.Max() + 1e-4))
        {
            yield return $"the loss of {Rows} rows is {together:g5}, and those of the rows are from {alone.Min():g5} to {alone.Max():g5}; the loss is the rows' mean.";
        }

        if (Task.WeightColumn is not null)
        {
            Tensor weights = torch.ones(Rows);
            weights[0] = 2;
            double weighted = Loss(logits, targets, weights);
            double twice = Loss(torch.cat([logits, logits.narrow(0, 0, 1)]), torch.cat([targets, targets.narrow(0, 0, 1)]), torch.ones(Rows + 1));
            if (!(Math.Abs(weighted - twice) <= 1e-4 * (1 + Math.Abs(twice))))
            {
                yield return $"a row of weight 2 gives the loss {weighted:g5}, the row twice gives {twice:g5}; they are the same.";
            }
        }

        if (SkipsMissing)
        {
            Tensor with = torch.cat([targets, torch.full(1, float.NaN)]);
            double skipping = Loss(torch.cat([logits, Draws.Normal(2, 1, Task.Outputs)]), with, null);
            if (!(Math.Abs(skipping - together) <= 1e-4 * (1 + Math.Abs(together))))
            {
                yield return $"a row without a label changes the loss from {together:g5} to {skipping:g5}; it does not count.";
            }

            double none = Loss(logits, torch.full(Rows, float.NaN), null);
            if (none != 0)
            {
                yield return $"without any label the loss is {none}; expected 0.";
            }
        }
    }

    private IEnumerable<string> Predictions()
    {
        float[] logits = [.. Draws.Normal(1, Rows, Task.Outputs).data<float>()];
        int columns = Task.PredictionColumns.Length;
        double[] predicted = Task.Predict(logits);
        if (columns == 0 || Task.PredictionColumns.Distinct().Count() != columns || predicted.Length != Rows * columns || !predicted.All(double.IsFinite))
        {
            yield return $"{predicted.Length} values are predicted for {Rows} rows and the columns [{string.Join(", ", Task.PredictionColumns)}]; "
                + "expected a finite one for each row and column, and a different name for each column.";
            yield break;
        }

        double[] alone = [.. Enumerable.Range(0, Rows).SelectMany(row => Task.Predict(logits.AsSpan(row * Task.Outputs, Task.Outputs)))];
        if (!predicted.SequenceEqual(alone))
        {
            yield return "a row alone is predicted otherwise than among others.";
        }
    }

    private double Loss(Tensor logits, Tensor targets, Tensor? weights)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor? due = weights ?? (Task.WeightColumn is null ? null : torch.ones(targets.shape));
        return Task.Loss(new TaskBatch(logits, targets, due)).to(torch.float64).item<double>();
    }
}
