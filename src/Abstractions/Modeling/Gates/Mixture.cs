using MmoePipeline.Modeling.Kernels;

namespace MmoePipeline.Modeling.Gates;

/// <summary>The two functions between gates and towers, each with a faster way for float32 on the CPU.</summary>
public static class Mixture
{
    /// <summary>The gates' softmax over the experts.</summary>
    /// <param name="logits"><c>[..., experts]</c>.</param>
    /// <returns>The same shape; each row sums to 1.</returns>
    public static torch.Tensor Weights(torch.Tensor logits)
    {
        if (!logits.IsPlain())
        {
            return logits.softmax(-1);
        }

        torch.Tensor rows = logits.contiguous();
        return torch.is_grad_enabled() ? SoftmaxFunction.apply(rows) : SoftmaxFunction.Softmax(rows);
    }

    /// <summary>
    /// What each gate makes of the experts: <c>sum_e weights[b, g, e] outputs[e, b]</c> (Ma et al., KDD 2018, equation 6).
    ///
    /// </summary>
    /// <param name="weights"><c>[batch, gates, experts]</c>.</param>
    /// <param name="outputs"><c>[experts, batch, width]</c>.</param>
    /// <returns><c>[gates, batch, width]</c>.</returns>
    public static torch.Tensor Combine(torch.Tensor weights, torch.Tensor outputs)
    {
        if (!weights.IsPlain() || !outputs.IsPlain())
        {
            // One small matrix product for each sample, without copies of [batch, gates, experts, width].
            return torch.bmm(weights, outputs.permute(1, 0, 2)).permute(1, 0, 2);
        }

        (weights, outputs) = (weights.contiguous(), outputs.contiguous());
        return torch.is_grad_enabled() ? MixtureFunction.apply(weights, outputs) : MixtureFunction.Mix(weights, outputs);
    }
}
