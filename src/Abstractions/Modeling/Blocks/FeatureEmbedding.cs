using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using Parameter = TorchSharp.Modules.Parameter;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// Turns encoded features into the network's input: the embeddings of all fields of one code, looked up in one table for each dimension, numbers next to them, and
/// what the modules of other features give.
/// </summary>
/// <remarks>
/// Embeddings start normal with the layout's deviation or their table's; row 0 of a table, that of unseen values, starts
/// at zero, the mean of the others, because training never moves it.
/// </remarks>
public sealed class FeatureEmbedding : torch.nn.Module
{
    private readonly FeatureLayout _layout;
    private readonly EmbeddingLookup _lookup;
    private readonly ImmutableArray<EmbeddingLookup> _groups;
    private readonly ImmutableArray<(FeatureModule Module, ImmutableArray<EmbeddingLookup> Tables)> _modules;
    private readonly Dropout? _dropout;

    /// <summary>Draws the tables.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="context">Fields, random streams and device.</param>
    public FeatureEmbedding(string name, ModelContext context)
        : base(nameof(FeatureEmbedding))
    {
        _layout = context.Features;
        ImmutableArray<EmbeddingSegment> segments =
            [.. _layout.Categorical.Select(field => new EmbeddingSegment(field.Name, field.Offset, field.Cardinality)), .. _layout.Segments];
        Table = Draw(name, _layout.TableRows, _layout.EmbeddingDimension, segments, context);
        register_parameter("table", Table);
        _lookup = new EmbeddingLookup(Table, context.SparseEmbeddingGradients);
        var groups = ImmutableArray.CreateBuilder<EmbeddingLookup>(_layout.Groups.Length);
        foreach (EmbeddingGroup group in _layout.Groups)
        {
            Parameter table = Draw($"{name}.table{group.Dimension}", group.Rows, group.Dimension, group.Segments, context);
            register_parameter($"table{group.Dimension}", table);
            groups.Add(new EmbeddingLookup(table, context.SparseEmbeddingGradients));
        }

        _groups = groups.MoveToImmutable();
        _modules = [.. _layout.Modules.Select((place, index) => Build($"{name}.features.{place.Name}", index, place, context))];
        if (_layout.EmbeddingDropout > 0)
        {
            _dropout = new Dropout($"{name}.dropout", _layout.EmbeddingDropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }
    }

    /// <summary><c>[table rows, embedding dimension]</c>: the rows of one field after those of another.</summary>
    public Parameter Table { get; }

    /// <summary>Embeds a batch.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="trace">Gets the result; null for none.</param>
    /// <returns><c>[batch, input width]</c>, as <see cref="FeatureLayout.Fields"/> describes it.</returns>
    public Tensor Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        Tensor embedded = _layout.Groups.IsEmpty && _layout.Modules.IsEmpty ? Plain(features) : torch.cat([.. Parts(features)], 1);
        embedded = _dropout is null ? embedded : _dropout.Forward(embedded);
        trace?.AddInput(embedded);
        return embedded;
    }

    private static Parameter Draw(string name, int rows, int dimension, ImmutableArray<EmbeddingSegment> segments, ModelContext context)
    {
        double standard = context.Features.InitialDeviation;
        Tensor values = context.Random.Open(name).Normal([rows, dimension], standard);
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            foreach (EmbeddingSegment segment in segments)
            {
                if (segment.InitialDeviation is { } deviation)
                {
                    values.narrow(0, segment.Offset, segment.Rows).mul_(deviation / standard);
                }

                values[segment.Offset].zero_();
            }
        }

        return FreshParameter.From(values, context.Device);
    }

    private (FeatureModule Module, ImmutableArray<EmbeddingLookup> Tables) Build(string name, int index, FeaturePlace place, ModelContext context)
    {
        FeatureModule module = place.Encoder.CreateModule(new FeatureModuleContext(name, place.Dimensions, context.Random, context.Device) { IsRestored = context.IsRestored })
            ?? new PlainFeatureModule(place.Encoder.Form);
        register_module($"feature{index}", module);
        return (module, [.. place.Tables.Select(table => table == 0 ? _lookup : _groups[table - 1])]);
    }

    private IEnumerable<Tensor> Parts(FeatureBatch features)
    {
        if (_layout.PlainWidth > 0)
        {
            yield return Plain(features);
        }

        for (int group = 0; group < _groups.Length; group++)
        {
            if (!_layout.Groups[group].Fields.IsEmpty)
            {
                yield return _groups[group].Embed(features.Lookups[group], features.Numeric.narrow(1, 0, 0));
            }
        }

        for (int module = 0; module < _modules.Length; module++)
        {
            yield return Of(module, features);
        }
    }

    private Tensor Of(int module, FeatureBatch features)
    {
        Tensor part = _modules[module].Module.Forward(features.Inputs[module], _modules[module].Tables);
        FeaturePlace place = _layout.Modules[module];
        return part.Dimensions == 2 && part.size(0) == features.Rows && part.size(1) == place.Width
            ? part
            : throw new InvalidOperationException(
                $"The module of the feature '{place.Name}' gives values of shape [{string.Join(", ", part.shape)}], expected [{features.Rows}, {place.Width}]: rows, width.");
    }

    private Tensor Plain(FeatureBatch features) =>
        _layout.Categorical.IsEmpty ? features.Numeric : _lookup.Embed(features.Categorical, features.Numeric);
}
