using MmoePipeline.Composition;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Yes or no: the probability that the label is the positive one.</summary>
/// <remarks>
/// <para>The loss is the mean binary cross entropy of the logits.</para>
/// <para>When to use it: clicks, purchases, and whatever else happens or doesn't.</para>
/// </remarks>
[Plugin("binary")]
public sealed class BinaryTask(BinaryTaskOptions options) : ITask
{
    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public string Label => options.Label;

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Encoding => $"binary:{options.Positive}";

    /// <inheritdoc/>
    public bool TryEncode(string? label, out float target, out string problem)
    {
        target = label == options.Positive ? 1 : 0;
        problem = label is null ? "the label is missing; every row needs one" : "";
        return label is not null;
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<float> targets) =>
        !targets.Contains(1f) ? $"no row has the positive label '{options.Positive}'"
        : !targets.Contains(0f) ? $"all rows have the positive label '{options.Positive}'"
        : null;

    /// <inheritdoc/>
    public torch.Tensor Loss(torch.Tensor logits, torch.Tensor targets) =>
        torch.nn.functional.binary_cross_entropy_with_logits(logits.squeeze(1), targets);

    /// <inheritdoc/>
    public ImmutableArray<TaskMetric> Evaluate(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets) =>
    [
        new("auc", RankingMetrics.Auc(logits, targets), HigherIsBetter: true),
        new("logLoss", RankingMetrics.LogLoss(logits, targets), HigherIsBetter: false),
    ];
}
