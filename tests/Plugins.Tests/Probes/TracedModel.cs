using MmoePipeline.Construction;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>A network in which nothing passes but what a test says.</summary>
internal sealed class TracedModel(Action<FeatureBatch, ForwardTrace> pass) : MultiTaskModel(nameof(TracedModel))
{
    public override IReadOnlyList<Parameter> SharedParameters => [];

    public override ImmutableArray<ModelPart> Parts => [];

    /// <summary>The same with gates that take regularizers, which no row ever comes to.</summary>
    public static TracedModel WithGates(Action<FeatureBatch, ForwardTrace> pass)
    {
        using var random = new RandomStreams(0);
        var model = new TracedModel(pass);
        model.register_module("gates", new GateBank("gates", new GateOptions(), ["one"], ["0", "1"], 1, new ModelContext
        {
            Features = new FeatureLayout([], ["x"], 1),
            Tasks = [new TaskOutput("one", 0, 1)],
            Random = random,
            Device = torch.CPU,
            Path = "model",
            Activator = new PluginActivator(),
        }));
        return model;
    }

    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        if (trace is not null)
        {
            pass(features, trace);
        }

        return new ModelOutput(torch.zeros(features.Numeric.size(0), 1));
    }
}
