using MmoePipeline.Modeling.Kernels;
using MmoePipeline.Modeling.Layers;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// Turns encoded features into the network's input: the embeddings of all categorical fields, looked up in one table, and
/// the numeric fields next to them.
/// </summary>
/// <remarks>
/// Embeddings start normal with deviation <see cref="InitialDeviation"/>; row 0 of a field, that of unseen values, starts
/// at zero, the mean of the others, because training never moves it.
/// </remarks>
public sealed class FeatureEmbedding : torch.nn.Module
{
    /// <summary>The standard deviation of fresh embeddings.</summary>
    public const double InitialDeviation = 0.1;

    private readonly FeatureLayout _layout;
    private readonly bool _hasSparseGradient;

    /// <summary>Draws the table.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="context">Fields, random streams and device.</param>
    public FeatureEmbedding(string name, ModelContext context)
        : base(nameof(FeatureEmbedding))
    {
        (_layout, _hasSparseGradient) = (context.Features, context.SparseEmbeddingGradients);
        torch.Tensor values = context.Random.Open(name)
            .Normal([_layout.TableRows, _layout.EmbeddingDimension], InitialDeviation);
        foreach (CategoricalField field in _layout.Categorical)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            values[field.Offset].zero_();
        }

        Table = FreshParameter.From(values, context.Device);
        register_parameter("table", Table);
    }

    /// <summary><c>[table rows, embedding dimension]</c>: the rows of one field after those of another.</summary>
    public Parameter Table { get; }

    /// <summary>Embeds a batch.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="trace">Gets the result; null for none.</param>
    /// <returns><c>[batch, input width]</c>, as <see cref="FeatureLayout.InputWidth"/> describes it.</returns>
    public torch.Tensor Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor embedded = Embed(features);
        trace?.AddInput(embedded);
        return embedded;
    }

    private torch.Tensor Embed(FeatureBatch features)
    {
        if (_layout.Categorical.IsEmpty)
        {
            return features.Numeric;
        }

        if (_hasSparseGradient && torch.is_grad_enabled())
        {
            return SparseEmbeddingFunction.apply(Table, features.Categorical.contiguous(), features.Numeric.contiguous());
        }

        if (Table.IsPlain() && features.Numeric.IsPlain())
        {
            (torch.Tensor rows, torch.Tensor numbers) = (features.Categorical.contiguous(), features.Numeric.contiguous());
            return torch.is_grad_enabled()
                ? EmbeddingFunction.apply(Table, rows, numbers)
                : EmbeddingFunction.Embed(Table, rows, numbers);
        }

        // One gather over the flattened indices: four times faster than an embedding module, both ways.
        torch.Tensor embedded = Table.index_select(0, features.Categorical.view(-1))
            .view(-1, (long)_layout.Categorical.Length * _layout.EmbeddingDimension);
        return _layout.Numeric.IsEmpty ? embedded : torch.cat([embedded, features.Numeric], 1);
    }
}
