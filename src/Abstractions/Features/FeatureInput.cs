namespace MmoePipeline.Features;

/// <summary>A feature's encoded rows of a batch. Whoever made the tensors owns them.</summary>
/// <param name="Codes"><c>[batch, codes]</c>, int64: rows of the tables that <see cref="FeatureModule.Forward"/> gets, from 0.</param>
/// <param name="Values"><c>[batch, numbers]</c>, float32.</param>
/// <param name="List">The rows' lists; null where rows have none.</param>
public sealed record FeatureInput(Tensor Codes, Tensor Values, ListInput? List = null);

/// <summary>The lists of a batch's rows, one after another, without padding.</summary>
/// <param name="Starts"><c>[batch + 1]</c>, int64: where each row's list starts, and last the number of elements.</param>
/// <param name="Rows"><c>[elements]</c>, int64: the row of the batch that each element belongs to.</param>
/// <param name="Codes"><c>[codes, elements]</c>, int64: each code's elements are next to each other.</param>
/// <param name="Values"><c>[numbers, elements]</c>, float32.</param>
public sealed record ListInput(Tensor Starts, Tensor Rows, Tensor Codes, Tensor Values)
{
    /// <summary>The number of rows.</summary>
    public long BatchSize => Starts.size(0) - 1;

    /// <summary>The number of elements of all lists.</summary>
    public long Elements => Rows.size(0);

    /// <summary>How many elements each row's list has: <c>[batch]</c>, int64.</summary>
    public Tensor Lengths => Starts.narrow(0, 1, BatchSize) - Starts.narrow(0, 0, BatchSize);

    /// <summary>Sums values over each row's list.</summary>
    /// <param name="values"><c>[elements, width]</c>.</param>
    /// <returns><c>[batch, width]</c>; zeros for an empty list.</returns>
    public Tensor Sum(Tensor values) => torch.zeros([BatchSize, values.size(1)], values.dtype, values.device).index_add(0, Rows, values, 1);

    /// <summary>Gives each element the values of its row.</summary>
    /// <param name="values"><c>[batch, width]</c>.</param>
    /// <returns><c>[elements, width]</c>.</returns>
    public Tensor Spread(Tensor values) => values.index_select(0, Rows);
}
