namespace MmoePipeline.Modeling.Kernels;

/// <summary>
/// The embedded input with the gradient of the table, over <see cref="EmbeddingKernel"/>. Rows and numbers get no gradient.
/// </summary>
internal sealed class EmbeddingFunction : torch.autograd.SingleTensorFunction<EmbeddingFunction>
{
    private const string TableShape = "table shape";
    private const string Kernel = "kernel";

    /// <inheritdoc/>
    public override string Name => nameof(EmbeddingFunction);

    /// <summary>Embeds without a graph.</summary>
    /// <param name="table"><c>[table rows, dimension]</c>, contiguous.</param>
    /// <param name="rows"><c>[batch, fields]</c>, contiguous.</param>
    /// <param name="numbers"><c>[batch, numbers]</c>, contiguous.</param>
    /// <returns><c>[batch, fields * dimension + numbers]</c>.</returns>
    public static torch.Tensor Embed(torch.Tensor table, torch.Tensor rows, torch.Tensor numbers)
    {
        EmbeddingKernel kernel = KernelFor(table, rows, numbers);
        torch.Tensor embedded = torch.empty(rows.size(0), (kernel.Fields * kernel.Dimension) + kernel.Numbers);
        kernel.Forward(table.Floats(), rows.Integers(), numbers.Floats(), embedded.Floats());
        return embedded;
    }

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        (var table, var rows, var numbers) = ((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2]);
        ctx.save_for_backward([rows]);
        ctx.save_data(TableShape, table.shape);
        ctx.save_data(Kernel, KernelFor(table, rows, numbers));
        return Embed(table, rows, numbers);
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        torch.Tensor rows = ctx.get_saved_variables()[0];
        torch.Tensor gradient = torch.zeros((long[])ctx.get_data(TableShape));
        var kernel = (EmbeddingKernel)ctx.get_data(Kernel);
        if (torch.is_grad_enabled())
        {
            // The gradient is to be differentiated again: through operators that have derivatives.
            torch.Tensor embeddings = grad_output.narrow(1, 0, (long)kernel.Fields * kernel.Dimension);
            return [gradient.index_add(0, rows.view(-1), embeddings.reshape(-1, kernel.Dimension), 1), null!, null!];
        }

        kernel.Backward(grad_output.contiguous().Floats(), rows.Integers(), gradient.Floats());
        return [gradient, null!, null!];
    }

    private static EmbeddingKernel KernelFor(torch.Tensor table, torch.Tensor rows, torch.Tensor numbers) =>
        new((int)rows.size(1), (int)table.size(1), (int)numbers.size(1));
}
