namespace MmoePipeline.Modeling.Kernels;

/// <summary>The mixture of experts with its gradients, over <see cref="MixtureKernel"/>.</summary>
internal sealed class MixtureFunction : torch.autograd.SingleTensorFunction<MixtureFunction>
{
    /// <inheritdoc/>
    public override string Name => nameof(MixtureFunction);

    /// <summary>Mixes without a graph.</summary>
    /// <param name="weights"><c>[batch, gates, experts]</c>, contiguous.</param>
    /// <param name="outputs"><c>[experts, batch, width]</c>, contiguous.</param>
    /// <returns><c>[gates, batch, width]</c>.</returns>
    public static torch.Tensor Mix(torch.Tensor weights, torch.Tensor outputs)
    {
        MixtureKernel kernel = KernelFor(weights, outputs);
        torch.Tensor mixed = torch.empty(kernel.Gates, kernel.Batch, kernel.Width);
        kernel.Forward(weights.Floats(), outputs.Floats(), mixed.Floats());
        return mixed;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var weights = (torch.Tensor)vars[0];
        var outputs = (torch.Tensor)vars[1];
        ctx.save_for_backward([weights, outputs]);
        return Mix(weights, outputs);
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        List<torch.Tensor> saved = ctx.get_saved_variables();
        (torch.Tensor weights, torch.Tensor outputs) = (saved[0], saved[1]);
        if (torch.is_grad_enabled())
        {
            // The gradient is to be differentiated again: through operators that have derivatives.
            return
            [
                torch.bmm(grad_output.permute(1, 0, 2), outputs.permute(1, 2, 0)),
                torch.bmm(weights.transpose(1, 2), grad_output.permute(1, 0, 2)).permute(1, 0, 2),
            ];
        }

        torch.Tensor gradient = grad_output.contiguous();
        MixtureKernel kernel = KernelFor(weights, outputs);
        torch.Tensor weightsGradient = torch.empty(weights.shape);
        torch.Tensor outputsGradient = torch.empty(outputs.shape);
        kernel.BackwardWeights(gradient.Floats(), outputs.Floats(), weightsGradient.Floats());
        kernel.BackwardOutputs(gradient.Floats(), weights.Floats(), outputsGradient.Floats());
        return [weightsGradient, outputsGradient];
    }

    private static MixtureKernel KernelFor(torch.Tensor weights, torch.Tensor outputs) =>
        new((int)weights.size(0), (int)weights.size(1), (int)weights.size(2), (int)outputs.size(2));
}
