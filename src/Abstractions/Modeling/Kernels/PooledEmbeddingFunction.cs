namespace MmoePipeline.Modeling.Kernels;

/// <summary>Weighted sums of a table's rows over lists of different length, over <see cref="PooledEmbeddingKernel"/>. Codes and weights get no gradient.</summary>
internal static class PooledEmbeddingFunction
{
    private const string TableShape = "table shape";

    /// <summary>Pools without a graph.</summary>
    /// <param name="table"><c>[table rows, dimension]</c>, contiguous.</param>
    /// <param name="codes"><c>[elements]</c>, contiguous.</param>
    /// <param name="starts"><c>[batch + 1]</c>, contiguous.</param>
    /// <param name="weights"><c>[elements]</c>, or empty for 1.</param>
    /// <returns><c>[batch, dimension]</c>.</returns>
    public static torch.Tensor Pool(torch.Tensor table, torch.Tensor codes, torch.Tensor starts, torch.Tensor weights)
    {
        torch.Tensor pooled = torch.zeros(starts.size(0) - 1, table.size(1));
        new PooledEmbeddingKernel((int)table.size(1)).Forward(table.Floats(), codes.Integers(), starts.Integers(), weights.Floats(), pooled.Floats());
        return pooled;
    }

    private static torch.Tensor Forward(torch.autograd.AutogradContext context, object[] vars)
    {
        (var table, var codes, var starts, var weights) = ((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2], (torch.Tensor)vars[3]);
        context.save_for_backward([codes, starts, weights]);
        context.save_data(TableShape, table.shape);
        return Pool(table, codes, starts, weights);
    }

    /// <summary>Each element's gradient: its row's, times its weight. Through operators that have derivatives.</summary>
    private static torch.Tensor OfElements(torch.Tensor gradient, torch.Tensor starts, torch.Tensor weights)
    {
        torch.Tensor lengths = starts.narrow(0, 1, starts.size(0) - 1) - starts.narrow(0, 0, starts.size(0) - 1);
        torch.Tensor repeated = torch.repeat_interleave(gradient, lengths, 0);
        return weights.numel() == 0 ? repeated : repeated * weights.unsqueeze(1);
    }

    /// <summary>With a gradient of the whole table.</summary>
    internal sealed class Dense : torch.autograd.SingleTensorFunction<Dense>
    {
        /// <inheritdoc/>
        public override string Name => nameof(PooledEmbeddingFunction);

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars) => PooledEmbeddingFunction.Forward(ctx, vars);

        /// <inheritdoc/>
        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
        {
            List<torch.Tensor> saved = ctx.get_saved_variables();
            (torch.Tensor codes, torch.Tensor starts, torch.Tensor weights) = (saved[0], saved[1], saved[2]);
            torch.Tensor gradient = torch.zeros((long[])ctx.get_data(TableShape));
            if (torch.is_grad_enabled())
            {
                return [gradient.index_add(0, codes, OfElements(grad_output, starts, weights), 1), null!, null!, null!];
            }

            new PooledEmbeddingKernel((int)gradient.size(1)).Backward(
                grad_output.contiguous().Floats(), codes.Integers(), starts.Integers(), weights.Floats(), gradient.Floats());
            return [gradient, null!, null!, null!];
        }
    }

    /// <summary>With a sparse gradient: the rows that were looked up, each as often as it was.</summary>
    internal sealed class Sparse : torch.autograd.SingleTensorFunction<Sparse>
    {
        /// <inheritdoc/>
        public override string Name => nameof(PooledEmbeddingFunction);

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars) => PooledEmbeddingFunction.Forward(ctx, vars);

        /// <inheritdoc/>
        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
        {
            List<torch.Tensor> saved = ctx.get_saved_variables();
            torch.Tensor values = OfElements(grad_output, saved[1], saved[2]);
            return [torch.sparse_coo_tensor(saved[0].view(1, -1), values, (long[])ctx.get_data(TableShape)), null!, null!, null!];
        }
    }
}
