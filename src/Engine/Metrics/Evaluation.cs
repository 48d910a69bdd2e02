using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Events;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Predicts a part of the data and computes the tasks' metrics over it.</summary>
/// <param name="network">The network.</param>
internal sealed class Evaluation(TrainedNetwork network)
{
    /// <summary>The metric that every task has: its loss, as training descends it.</summary>
    public const string Loss = "loss";

    private readonly TaskColumns _columns = TaskColumns.Of(network.Tasks);

    /// <summary>Evaluates in evaluation mode and without a graph.</summary>
    /// <param name="rows">The part.</param>
    /// <param name="batchSize">Rows that are predicted at once.</param>
    /// <param name="observe">Gets each batch and what passed inside the network; null to trace nothing.</param>
    /// <param name="cancellation">Ends the evaluation between two batches.</param>
    public ImmutableArray<TaskMetrics> Run(
        EncodedRows rows, int batchSize, Action<ProbedBatch>? observe, CancellationToken cancellation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        return Metrics(Predict(rows, batchSize, isFull: false, observe, cancellation), rows);
    }

    /// <summary>
    /// Computes the metrics of predictions that are drawn and not the network's: which metrics the tasks have, and which of them the rows don't
    /// define whatever is predicted. It costs no pass of the network.
    /// </summary>
    /// <param name="rows">The part.</param>
    public ImmutableArray<TaskMetrics> RunWithoutNetwork(EncodedRows rows)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        return
        [
            .. network.Tasks.Select((task, index) =>
            {
                int width = network.Outputs[index].Width;
                using DisposeScope ofTask = torch.NewDisposeScope();
                return new TaskMetrics(task.Name, Metrics(task, index, torch.tensor(Drawn(rows.Rows, width)).view(rows.Rows, width).to(network.Device), rows));
            }),
        ];
    }

    /// <summary>
    /// Evaluates, and draws the reliability diagrams of tasks that predict probabilities. All batches are full ones, so that the same is
    /// predicted for a row later on.
    /// </summary>
    /// <param name="rows">The part.</param>
    /// <param name="batchSize">Rows that are predicted at once.</param>
    /// <param name="keep">Gets the logits of all rows, <c>[rows, outputs of all tasks]</c>; null for nobody.</param>
    /// <param name="cancellation">Ends the evaluation between two batches.</param>
    public (ImmutableArray<TaskMetrics> Metrics, ImmutableArray<TaskCalibration> Calibration) RunWithCalibration(
        EncodedRows rows, int batchSize, Action<torch.Tensor>? keep, CancellationToken cancellation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor logits = Predict(rows, batchSize, isFull: true, null, cancellation);
        keep?.Invoke(logits);
        return (
            Metrics(logits, rows),
            [.. network.Tasks.Index().Select(task => Calibration(task.Item, task.Index, logits, rows)).OfType<TaskCalibration>()]);
    }

    private TaskCalibration? Calibration(ITask task, int index, torch.Tensor logits, EncodedRows rows)
    {
        TaskRows labelled = RowsOf(task, Columns(logits, index), index, rows).Labelled();
        return task.Probabilities(labelled.Logits) is { } probabilities
            ? new TaskCalibration(task.Name, ReliabilityDiagram.Of(probabilities, labelled.Targets, labelled.Weights))
            : null;
    }

    /// <summary>The logits of all rows: <c>[rows, outputs of all tasks]</c>.</summary>
    private torch.Tensor Predict(
        EncodedRows rows, int batchSize, bool isFull, Action<ProbedBatch>? observe, CancellationToken cancellation)
    {
        network.Model.eval();

        // Gathered where they are computed and moved once, so that no batch waits for the device.
        torch.Tensor logits = torch.empty(rows.Rows, network.Outputs.Sum(output => output.Width), device: network.Device);
        long row = 0;
        foreach (Batch batch in rows.InOrder(batchSize, network.Device))
        {
            cancellation.ThrowIfCancellationRequested();
            row += Predict(batch, row, logits, isFull ? batchSize : null, observe);
        }

        return logits;
    }

    private ImmutableArray<TaskMetrics> Metrics(torch.Tensor logits, EncodedRows rows) =>
        [.. network.Tasks.Select((task, index) => new TaskMetrics(task.Name, Metrics(task, index, Columns(logits, index), rows)))];

    private torch.Tensor Columns(torch.Tensor logits, int index) =>
        logits.narrow(1, network.Outputs[index].Offset, network.Outputs[index].Width);

    private TaskRows RowsOf(ITask task, torch.Tensor columns, int index, EncodedRows rows) =>
        new(columns.cpu().contiguous().data<float>().ToArray(), rows.Targets[index].Values)
        {
            Weights = WeightsOf(task, rows),
            Groups = _columns.GroupOf(task) is { } group ? rows.Groups[group].Values : [],
        };

    private ReadOnlySpan<float> WeightsOf(ITask task, EncodedRows rows) =>
        _columns.WeightOf(task) is { } weight ? rows.Weights[weight].Values : [];

    private long Predict(Batch batch, long row, torch.Tensor logits, int? fullSize, Action<ProbedBatch>? observe)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ForwardTrace? trace = observe is null ? null : new ForwardTrace();
        FeatureBatch features = fullSize is { } size ? FullBatch.Of(batch.Features, size) : batch.Features;
        torch.Tensor output = network.Model.Forward(features, trace).Logits;
        if (trace is not null)
        {
            observe!(new ProbedBatch(features, batch.Targets, output, trace));
        }

        long rows = batch.Targets.size(0);
        logits.narrow(0, row, rows).copy_(output.narrow(0, 0, rows));
        return rows;
    }

    /// <summary>A task's own metrics, and its loss over all rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="index">Its index.</param>
    /// <param name="columns">Its logits: <c>[rows, outputs of the task]</c>.</param>
    /// <param name="rows">The rows.</param>
    private ImmutableArray<TaskMetric> Metrics(ITask task, int index, torch.Tensor columns, EncodedRows rows)
    {
        ReadOnlySpan<float> targets = rows.Targets[index].Values;
        ReadOnlySpan<float> weights = WeightsOf(task, rows);
        ImmutableArray<TaskMetric> metrics = task.Evaluate(RowsOf(task, columns, index, rows));
        if (metrics.Any(metric => metric.Name == Loss))
        {
            return metrics;
        }

        torch.Tensor loss = task.Loss(new TaskBatch(columns, OnDevice(targets), weights.IsEmpty ? null : OnDevice(weights)));
        return metrics.Add(new TaskMetric(Loss, loss.to(torch.float64).item<double>(), HigherIsBetter: false));
    }

    private torch.Tensor OnDevice(ReadOnlySpan<float> values) => torch.tensor(values.ToArray()).to(network.Device);

    /// <summary>Logits between -1 and 1, the same each time, of which hardly any two are equal.</summary>
    private static float[] Drawn(int rows, int width)
    {
        var random = new Random(1);
        float[] values = new float[rows * width];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
