using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;
using Dropout = MmoePipeline.Modeling.Layers.Dropout;

namespace MmoePipeline.Plugins.Experts.Attention;

/// <summary>Self-attention experts side by side; queries, keys, values and the way around them are one product for all.</summary>
public sealed class AttentionExpertBank : ExpertBank
{
    private const int Projections = 4;

    private readonly AttentionExpertsOptions _options;
    private readonly FeatureLayout _features;
    private readonly Parameter? _numeric;
    private readonly ImmutableArray<FeatureField> _others;
    private readonly ImmutableArray<ParallelLinear> _otherVectors;
    private readonly FanOutLinear _projections;
    private readonly ParallelLinear _output;
    private readonly Dropout? _dropout;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Count, heads and widths.</param>
    /// <param name="context">Where the bank sits.</param>
    /// <param name="features">The fields that the input is made of.</param>
    public AttentionExpertBank(AttentionExpertsOptions options, ExpertContext context, FeatureLayout features)
        : base(nameof(AttentionExpertBank), options.Count, options.Width)
    {
        (_options, _features) = (options, features);
        int headsWidth = options.Heads * options.HeadWidth;
        if (!features.Numeric.IsEmpty)
        {
            _numeric = FreshParameter.From(
                context.Random.Open($"{context.Name}.numeric").Normal(
                    [features.Numeric.Length, features.EmbeddingDimension], features.InitialDeviation),
                context.Device);
            register_parameter("numeric", _numeric);
        }

        _others = [.. features.Fields.Where(field => field.Offset >= features.PlainWidth)];
        _otherVectors = [.. _others.Select(field => new ParallelLinear(
            $"{context.Name}.field.{field.Name}", 1, field.Width, features.EmbeddingDimension, context.Random, context.Device))];
        for (int field = 0; field < _others.Length; field++)
        {
            register_module($"field{field}", _otherVectors[field]);
        }

        _projections = new FanOutLinear(
            $"{context.Name}.projections",
            options.Count * Projections,
            features.EmbeddingDimension,
            headsWidth,
            context.Random,
            context.Device);
        _output = new ParallelLinear(
            $"{context.Name}.output", options.Count, Fields * headsWidth, options.Width, context.Random, context.Device);
        register_module("projections", _projections);
        register_module("output", _output);
        if (options.Dropout > 0)
        {
            _dropout = new Dropout($"{context.Name}.dropout", options.Dropout, context.Random, context.Device);
            register_module("dropout", _dropout);
        }
    }

    private int Fields => _features.Categorical.Length + _features.Numeric.Length + _others.Length;

    /// <inheritdoc/>
    public override torch.Tensor Forward(torch.Tensor input)
    {
        long batch = input.size(0);
        torch.Tensor fields = Embeddings(input);

        // [projection, expert, batch, head, field, width of a head]
        torch.Tensor projected = _projections.Forward(fields.reshape(-1, _features.EmbeddingDimension))
            .view(batch, Fields, Count, Projections, _options.Heads, _options.HeadWidth)
            .permute(3, 2, 0, 4, 1, 5);
        torch.Tensor attended = torch.nn.functional.scaled_dot_product_attention(projected[0], projected[1], projected[2]);
        torch.Tensor gathered = (attended + projected[3]).relu().permute(0, 1, 3, 2, 4).reshape(Count, batch, -1);
        return _output.Forward(_dropout?.Forward(gathered) ?? gathered);
    }

    /// <summary>The fields' vectors: <c>[batch, fields, dimension]</c>.</summary>
    private torch.Tensor Embeddings(torch.Tensor input)
    {
        long width = (long)_features.Categorical.Length * _features.EmbeddingDimension;
        torch.Tensor categorical = input.narrow(1, 0, width).reshape(
            input.size(0), _features.Categorical.Length, _features.EmbeddingDimension);
        torch.Tensor[] vectors =
        [
            categorical,
            .. _numeric is null ? [] : new[] { input.narrow(1, width, _features.Numeric.Length).unsqueeze(-1) * _numeric },
            .. _others.Select((field, index) => _otherVectors[index].Forward(input.narrow(1, field.Offset, field.Width).unsqueeze(0)).permute(1, 0, 2)),
        ];
        return vectors.Length == 1 ? categorical : torch.cat(vectors, 1);
    }
}
