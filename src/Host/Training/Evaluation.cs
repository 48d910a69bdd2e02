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
        var logits = network.Outputs.Select(output => new float[rows * output.Width]).ToArray();
        var targets = network.Tasks.Select(_ => new float[rows]).ToArray();
        network.Model.eval();
        using (torch.no_grad())
        {
            int row = 0;
            foreach (Batch batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                row += Predict(batch, row, logits, targets, observe);
            }
        }

        return
        [
            .. network.Tasks.Select((task, index) => new TaskMetrics(task.Name, task.Evaluate(logits[index], targets[index]))),
        ];
    }

    private int Predict(Batch batch, int row, float[][] logits, float[][] targets, Action<ForwardTrace>? observe)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ForwardTrace? trace = observe is null ? null : new ForwardTrace();
        torch.Tensor output = network.Model.Forward(batch.Features, trace).Logits;
        if (trace is not null)
        {
            observe!(trace);
        }

        int rows = (int)output.shape[0];
        for (int task = 0; task < network.Tasks.Length; task++)
        {
            TaskOutput columns = network.Outputs[task];
            output.narrow(1, columns.Offset, columns.Width).contiguous().cpu().data<float>()
                .CopyTo(logits[task].AsSpan(row * columns.Width, rows * columns.Width));
            batch.Targets.select(1, task).contiguous().cpu().data<float>().CopyTo(targets[task].AsSpan(row, rows));
        }

        return rows;
    }
}
