namespace MmoePipeline.Modeling.Kernels;

/// <summary>The softmax over the last dimension with its gradient, over <see cref="SoftmaxKernel"/>.</summary>
internal sealed class SoftmaxFunction : torch.autograd.SingleTensorFunction<SoftmaxFunction>
{
    /// <inheritdoc/>
    public override string Name => nameof(SoftmaxFunction);

    /// <summary>Computes the softmax without a graph.</summary>
    /// <param name="logits">Any shape, contiguous.</param>
    /// <returns>The same shape.</returns>
    public static torch.Tensor Softmax(torch.Tensor logits)
    {
        torch.Tensor weights = torch.empty(logits.shape);
        SoftmaxKernel.Forward(logits.Floats(), weights.Floats(), (int)logits.size(-1));
        return weights;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var logits = (torch.Tensor)vars[0];
        torch.Tensor weights = Softmax(logits);
        ctx.save_for_backward([logits, weights]);
        return weights;
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        List<torch.Tensor> saved = ctx.get_saved_variables();
        if (torch.is_grad_enabled())
        {
            // The gradient is to be differentiated again: through operators that have derivatives.
            torch.Tensor softmax = saved[0].softmax(-1);
            return [softmax * (grad_output - (softmax * grad_output).sum(-1, keepdim: true))];
        }

        torch.Tensor weights = saved[1];
        torch.Tensor gradient = torch.empty(weights.shape);
        SoftmaxKernel.Backward(
            weights.Floats(), grad_output.contiguous().Floats(), gradient.Floats(), (int)weights.size(-1));
        return [gradient];
    }
}
