using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A weighting of gradients that moves the shared parameters the wrong way.</summary>
[Plugin("backwards")]
public sealed class BackwardsWeighting(LossWeightingContext context) : GradientWeighting(nameof(BackwardsWeighting))
{
    public override torch.Tensor Combine(TaskGradients gradients) => gradients.Samples[0].sum(dim: 0).neg();

    public override torch.Tensor CurrentWeights() => torch.full(context.Tasks.Length, -1f);
}
