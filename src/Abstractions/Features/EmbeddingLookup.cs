using MmoePipeline.Modeling.Kernels;
using TorchSharp.Modules;

namespace MmoePipeline.Features;

/// <summary>Looks up vectors of a table. It doesn't own the table.</summary>
/// <param name="table"><c>[rows, dimension]</c>; it may hold the rows of other tables too, which codes take into account.</param>
/// <param name="hasSparseGradient">Whether the gradient of the table is to be sparse.</param>
public sealed class EmbeddingLookup(Parameter table, bool hasSparseGradient)
{
    /// <summary>The length of a vector.</summary>
    public int Dimension => (int)table.size(1);

    /// <summary>Looks up a vector for each code.</summary>
    /// <param name="codes"><c>[codes]</c>, int64.</param>
    /// <returns><c>[codes, dimension]</c>.</returns>
    public Tensor Vectors(Tensor codes) => Embed(codes.view(-1, 1), torch.empty([codes.size(0), 0], device: codes.device));

    /// <summary>Looks up vectors side by side, and puts numbers behind them.</summary>
    /// <param name="codes"><c>[batch, codes]</c>, int64.</param>
    /// <param name="numbers"><c>[batch, numbers]</c>, float32.</param>
    /// <returns><c>[batch, codes * dimension + numbers]</c>.</returns>
    public Tensor Embed(Tensor codes, Tensor numbers)
    {
        if (hasSparseGradient && torch.is_grad_enabled())
        {
            return SparseEmbeddingFunction.apply(table, codes.contiguous(), numbers.contiguous());
        }

        if (table.IsPlain() && numbers.IsPlain())
        {
            (Tensor rows, Tensor plain) = (codes.contiguous(), numbers.contiguous());
            return torch.is_grad_enabled() ? EmbeddingFunction.apply(table, rows, plain) : EmbeddingFunction.Embed(table, rows, plain);
        }

        // One gather over the flattened codes: four times faster than an embedding module, both ways.
        Tensor embedded = table.index_select(0, codes.reshape(-1)).view(codes.size(0), codes.size(1) * table.size(1));
        return numbers.size(1) == 0 ? embedded : torch.cat([embedded, numbers], 1);
    }

    /// <summary>The sum of the vectors of each row's list; zeros for an empty list.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="column">Which of the elements' codes.</param>
    /// <param name="weights"><c>[elements]</c>, float32: what each vector is multiplied by, without a gradient; null for 1.</param>
    /// <returns><c>[batch, dimension]</c>.</returns>
    public Tensor Sum(ListInput list, int column, Tensor? weights = null)
    {
        Tensor codes = list.Codes.select(0, column);
        if (!table.IsPlain())
        {
            Tensor vectors = Vectors(codes);
            return list.Sum(weights is null ? vectors : vectors * weights.unsqueeze(1));
        }

        Tensor factors = weights?.contiguous() ?? torch.empty(0);
        return torch.is_grad_enabled()
            ? hasSparseGradient
                ? PooledEmbeddingFunction.Sparse.apply(table, codes.contiguous(), list.Starts, factors)
                : PooledEmbeddingFunction.Dense.apply(table, codes.contiguous(), list.Starts, factors)
            : PooledEmbeddingFunction.Pool(table, codes.contiguous(), list.Starts, factors);
    }
}
