using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>The state of a gated recurrent unit (Cho et al.: Learning Phrase Representations using RNN Encoder-Decoder, EMNLP 2014) after a row's last event.</summary>
internal sealed class GatedRecurrence : torch.nn.Module
{
    private readonly GRU _unit;

    /// <summary>Draws the parameters, uniform within the inverse root of the width.</summary>
    /// <param name="width">The width of an event's vector and of the state.</param>
    /// <param name="context">What the module is built with.</param>
    public GatedRecurrence(int width, FeatureModuleContext context)
        : base(nameof(GatedRecurrence))
    {
        _unit = torch.nn.GRU(width, width, batchFirst: true);
        RandomStream stream = context.Random.Open($"{context.Name}.gru");
        double bound = 1 / Math.Sqrt(width);
        using (torch.NewDisposeScope())
        using (torch.no_grad())
        {
            foreach ((_, Parameter parameter) in _unit.named_parameters())
            {
                using torch.Tensor drawn = stream.Uniform(parameter.shape, -bound, bound);
                parameter.copy_(drawn);
            }
        }

        _unit.to(context.Device);
        register_module("unit", _unit);
    }

    /// <summary>Computes the states.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="events"><c>[elements, width]</c>.</param>
    /// <param name="length">The length of the padded block.</param>
    /// <returns><c>[batch, width]</c>; zeros for an empty list.</returns>
    public torch.Tensor Forward(ListInput list, torch.Tensor events, int length)
    {
        (torch.Tensor block, torch.Tensor places) = ListPooling.Pad(list, events, length);
        (torch.Tensor states, _) = _unit.call(block);
        return ListPooling.Last(list, states.reshape(list.BatchSize * length, -1).index_select(0, places));
    }
}
