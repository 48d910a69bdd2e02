using MmoePipeline.Composition;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A binary task with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenTask(FaultOptions options) : ITask
{
    private readonly List<torch.Tensor> _kept = [];

    public string Name => "broken";

    public string Label => "label";

    public int Outputs => 1;

    public string Encoding => "0 or 1";

    public string? WeightColumn => "weight";

    public bool TryEncode(string? label, out float target, out string problem)
    {
        target = label is null ? float.NaN : label == "1" ? 1 : 0;
        problem = "";
        return true;
    }

    public string? FindFault(ReadOnlySpan<float> targets) => null;

    public torch.Tensor Loss(TaskBatch batch)
    {
        torch.Tensor logits = batch.Logits.squeeze(-1);
        torch.Tensor targets = RowMean.Targets(batch.Targets);
        torch.Tensor weights = RowMean.Weights(batch);
        torch.Tensor losses = options.Fault == Fault.Overflow
            ? -((targets * logits.sigmoid().log()) + ((1 - targets) * (1 - logits.sigmoid()).log()))
            : torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: torch.nn.Reduction.None);
        if (options.Fault == Fault.LeakingSteps)
        {
            _kept.Add(losses.detach().clone().DetachFromDisposeScope());
        }

        torch.Tensor mean = RowMean.Compute(losses, weights);
        return options.Fault switch
        {
            Fault.Sum => losses.dot(weights),
            Fault.HalfGradient => mean + mean.detach(),
            _ => mean,
        };
    }

    public double[] Predict(ReadOnlySpan<float> logits)
    {
        double[] values = [.. logits];
        double mean = options.Fault == Fault.BatchMean ? values.Average() : 0;
        return options.Fault == Fault.Gap ? values[1..] : [.. values.Select(value => value - mean)];
    }

    public ImmutableArray<TaskMetric> Evaluate(TaskRows rows) =>
        [new TaskMetric("mean", options.Fault == Fault.Unseeded ? Unseeded.Next() : rows.Logits[0], null)];
}
