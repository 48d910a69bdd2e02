using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Features.Lists;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>One block of self-attention over a row's events, with a vector for each position from the end, and the mean of what it gives.</summary>
internal sealed class SelfAttention : torch.nn.Module
{
    private const int Projections = 3;

    /// <summary>What is added to the scores of places behind a list's end: no weight is left to them, and an empty list gives no infinite numbers.</summary>
    private const double Masked = -1e9;

    private readonly int _heads;
    private readonly int _headWidth;
    private readonly int _maximumLength;
    private readonly Parameter _positions;
    private readonly ParallelLinear _projections;
    private readonly ParallelLinear _output;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Heads.</param>
    /// <param name="width">The width of an event's vector.</param>
    /// <param name="context">What the module is built with.</param>
    public SelfAttention(SequenceFeatureOptions options, int width, FeatureModuleContext context)
        : base(nameof(SelfAttention))
    {
        _heads = options.Heads;
        _headWidth = (width + _heads - 1) / _heads;
        _maximumLength = options.Lists.MaximumLength;
        _positions = FreshParameter.From(context.Random.Open($"{context.Name}.positions").Normal([_maximumLength, width], 0.02), context.Device);
        register_parameter("positions", _positions);
        _projections = new ParallelLinear($"{context.Name}.projections", 1, width, Projections * _heads * _headWidth, context.Random, context.Device);
        _output = new ParallelLinear($"{context.Name}.output", 1, _heads * _headWidth, width, context.Random, context.Device);
        register_module("projections", _projections);
        register_module("output", _output);
    }

    /// <summary>Computes the block.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="events"><c>[elements, width]</c>.</param>
    /// <param name="length">The length of the padded block.</param>
    /// <returns><c>[batch, width]</c>; zeros for an empty list.</returns>
    public torch.Tensor Forward(ListInput list, torch.Tensor events, int length)
    {
        torch.Tensor fromEnd = list.Starts.narrow(0, 1, list.BatchSize).index_select(0, list.Rows) - 1 - torch.arange(list.Elements, device: events.device);
        torch.Tensor placed = events + _positions.index_select(0, fromEnd);
        (torch.Tensor block, torch.Tensor places) = ListPooling.Pad(list, placed, length);
        long batch = list.BatchSize;
        torch.Tensor projected = _projections.Forward(block.view(1, batch * length, -1))
            .view(batch, length, Projections, _heads, _headWidth).permute(2, 0, 3, 1, 4);
        torch.Tensor mask = torch.zeros([batch, 1, 1, length], device: events.device).masked_fill(ListPooling.IsBehind(list, length).view(batch, 1, 1, length), Masked)
            .expand(batch, 1, length, length);
        torch.Tensor attended = torch.nn.functional.scaled_dot_product_attention(projected[0], projected[1], projected[2], mask)
            .permute(0, 2, 1, 3).reshape(1, batch * length, -1);
        torch.Tensor made = (block.view(batch * length, -1) + _output.Forward(attended).squeeze(0)).index_select(0, places);
        return list.Sum(made) / list.Lengths.clamp_min(1).unsqueeze(1);
    }
}
