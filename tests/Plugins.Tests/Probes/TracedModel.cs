using MmoePipeline.Modeling;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>A network in which nothing passes but what a test says.</summary>
internal sealed class TracedModel(Action<FeatureBatch, ForwardTrace> pass) : MultiTaskModel(nameof(TracedModel))
{
    public override IReadOnlyList<Parameter> SharedParameters => [];

    public override ImmutableArray<ModelPart> Parts => [];

    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        if (trace is not null)
        {
            pass(features, trace);
        }

        return new ModelOutput(torch.zeros(features.Numeric.size(0), 1));
    }
}
