using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.SampleWeights;

/// <summary>What a task's gate gave its experts in an epoch.</summary>
/// <param name="Task">The task's place.</param>
/// <param name="Name">The gate's name for a person.</param>
/// <param name="ByLabel">By the task's label.</param>
/// <param name="ByField">By the chosen field's value; null without a field.</param>
internal sealed record GateWeights(int Task, string Name, WeightSums ByLabel, WeightSums? ByField)
{
    /// <summary>Adds a batch: the rows that have a label, because others move no expert.</summary>
    /// <param name="weights"><c>[rows, experts]</c>.</param>
    /// <param name="targets"><c>[rows]</c>; NaN where a row has no label.</param>
    /// <param name="codes"><c>[rows]</c>: the field's values; null without a field.</param>
    public void Add(torch.Tensor weights, torch.Tensor targets, torch.Tensor? codes)
    {
        torch.Tensor values = weights.to(torch.float64);
        ByLabel.Add(targets, values);
        if (codes is not null)
        {
            ByField?.Add(codes.to(torch.float64).masked_fill(targets.isnan(), double.NaN), values);
        }
    }

    /// <summary>Saves the sums, or takes them from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Part("byLabel", ByLabel.Exchange);
        if (ByField is not null)
        {
            state.Part("byField", ByField.Exchange);
        }
    }
}
