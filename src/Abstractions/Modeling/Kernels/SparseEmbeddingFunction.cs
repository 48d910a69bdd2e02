namespace MmoePipeline.Modeling.Kernels;

/// <summary>
/// The embedded input with a sparse gradient of the table: the rows that were looked up, each as often as it was, so that a step
/// costs the same whatever the table's size. On any device.
/// </summary>
internal sealed class SparseEmbeddingFunction : torch.autograd.SingleTensorFunction<SparseEmbeddingFunction>
{
    private const string TableShape = "table shape";

    /// <inheritdoc/>
    public override string Name => nameof(SparseEmbeddingFunction);

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        (var table, var rows, var numbers) = ((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2]);
        ctx.save_for_backward([rows]);
        ctx.save_data(TableShape, table.shape);
        return table.IsPlain() && numbers.IsPlain()
            ? EmbeddingFunction.Embed(table, rows, numbers)
            : torch.cat([table.index_select(0, rows.view(-1)).view(rows.size(0), -1), numbers], 1);
    }

    /// <inheritdoc/>
    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        torch.Tensor rows = ctx.get_saved_variables()[0];
        long[] shape = (long[])ctx.get_data(TableShape);
        torch.Tensor values = grad_output.narrow(1, 0, rows.size(1) * shape[1]).reshape(-1, shape[1]);
        return [torch.sparse_coo_tensor(rows.view(1, -1), values, shape), null!, null!];
    }
}
