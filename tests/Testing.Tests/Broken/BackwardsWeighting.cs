using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A weighting of gradients that moves the shared parameters the wrong way.</summary>
[Plugin("backwards")]
public sealed class BackwardsWeighting() : GradientWeighting(nameof(BackwardsWeighting))
{
    private LossWeightingSite? _site;

    public override void Attach(LossWeightingSite site) => _site = site;

    public override torch.Tensor Combine(TaskGradients gradients) => gradients.Samples[0].sum(dim: 0).neg();

    public override torch.Tensor CurrentWeights() => torch.full(_site!.Tasks.Length, -1f);
}
