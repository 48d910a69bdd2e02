using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>An affine network with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenArchitecture(FaultOptions options) : IArchitecture
{
    public MultiTaskModel Build(ModelContext context) => new Model(options.Fault, context);

    private sealed class Model : MultiTaskModel
    {
        private readonly Fault _fault;
        private readonly FeatureEmbedding _embedding;
        private readonly FanOutLinear _map;
        private readonly List<torch.Tensor> _kept = [];
        private int _steps;

        public Model(Fault fault, ModelContext context)
            : base(nameof(BrokenArchitecture))
        {
            _fault = fault;
            _embedding = new FeatureEmbedding("embedding", context);
            _map = new FanOutLinear("map", 1, context.Features.InputWidth, context.Tasks.Sum(task => task.Width), context.Random, context.Device);
            register_module("embedding", _embedding);
            register_module("map", _map);
        }

        public override IReadOnlyList<Parameter> SharedParameters => [_embedding.Table];

        public override ImmutableArray<ModelPart> Parts =>
            _fault == Fault.NoParts ? [] : [new("embedding", _embedding), new("map", _map)];

        public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
        {
            _steps += training ? 1 : 0;
            torch.Tensor logits = _map.Forward(_embedding.Forward(features, trace)).squeeze(1);
            if (_fault == Fault.LeakingSteps && training)
            {
                _kept.Add(logits.detach().clone().DetachFromDisposeScope());
            }

            return new ModelOutput(_fault switch
            {
                Fault.Transposed => logits.t(),
                Fault.HalfGradient => logits + logits.detach(),
                Fault.BatchMean => logits - logits.mean([0]),
                Fault.Unseeded => logits * Unseeded.Next(),
                Fault.NoisyEvaluation => logits * torch.rand(1),
                Fault.HiddenState => logits * _steps,
                _ => logits,
            });
        }
    }
}
