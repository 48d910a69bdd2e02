using MmoePipeline.Events;
using MmoePipeline.Host.Data;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Host.Training;

/// <summary>Predicts a part of the data and computes the tasks' metrics over it.</summary>
/// <param name="network">The network.</param>
internal sealed class Evaluation(TrainedNetwork network)
{
    /// <summary>Evaluates in evaluation mode and without a graph.</summary>
    /// <param name="batches">The batches of the part, in order.</param>
    /// <param name="rows">The number of rows in them.</param>
    /// <param name="observe">Gets what passed inside the network for each batch; null to trace nothing.</param>
    /// <param name="cancellation">Ends the evaluation between two batches.</param>
    public ImmutableArray<TaskMetrics> Run(
        IEnumerable<Batch> batches, long rows, Action<ForwardTrace>? observe, CancellationToken cancellation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        network.Model.eval();

        // Gathered where they are computed and moved once, so that no batch waits for the device.
        torch.Tensor logits = torch.empty(rows, network.Outputs.Sum(output => output.Width), device: network.Device);
        torch.Tensor targets = torch.empty(rows, network.Tasks.Length, device: network.Device);
        long row = 0;
        foreach (Batch batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            row += Predict(batch, row, logits, targets, observe);
        }

        return
        [
            .. network.Tasks.Select((task, index) => new TaskMetrics(task.Name, task.Evaluate(
                Values(logits.narrow(1, network.Outputs[index].Offset, network.Outputs[index].Width)),
                Values(targets.select(1, index))))),
        ];
    }

    private long Predict(
        Batch batch, long row, torch.Tensor logits, torch.Tensor targets, Action<ForwardTrace>? observe)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ForwardTrace? trace = observe is null ? null : new ForwardTrace();
        torch.Tensor output = network.Model.Forward(batch.Features, trace).Logits;
        if (trace is not null)
        {
            observe!(trace);
        }

        long rows = output.size(0);
        logits.narrow(0, row, rows).copy_(output);
        targets.narrow(0, row, rows).copy_(batch.Targets);
        return rows;
    }

    private static float[] Values(torch.Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
}
