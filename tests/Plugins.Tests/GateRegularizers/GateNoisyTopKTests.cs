using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.GateRegularizers.NoisyTopK;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateNoisyTopKTests : GateRegularizerFixture
{
    [Fact]
    public void Noisy_top_k_leaves_k_experts_and_no_gradient_to_the_others()
    {
        using var choice = Build(context => new GateNoisyTopK(new GateNoisyTopKOptions { K = 2 }, context));
        choice.eval();
        torch.Tensor logits = Random.Open("logits").Normal([50, 2, 4]).requires_grad_();
        choice.OnInput(torch.zeros(50, Layout.InputWidth));
        torch.Tensor weights = Mixture.Weights(choice.OnLogits(logits));
        Assert.Equal(2, (weights > 0).sum(-1).unique().output.item<long>());
        Assert.Equal(0, (weights.sum(-1) - 1).abs().max().item<float>(), 1e-6);
        Assert.True((weights.argmax(-1) == logits.argmax(-1)).all().item<bool>());
        weights.square().sum().backward();
        Assert.Equal(0, (logits.grad! * (weights == 0)).abs().max().item<float>());
        Assert.True(logits.grad!.isfinite().all().item<bool>());
    }

    /// <summary>The noise map starts at zero, so the noise starts with the deviation softplus(0) = log 2.</summary>
    [Fact]
    public void Noise_starts_with_its_deviation_and_acts_while_training_only()
    {
        using var choice = Build(context => new GateNoisyTopK(new GateNoisyTopKOptions { K = 4 }, context));
        torch.Tensor logits = torch.zeros(5_000, 2, 4);
        torch.Tensor input = Random.Open("input").Normal([5_000, Layout.InputWidth]);
        choice.OnInput(input);
        Assert.Equal(Math.Log(2), choice.OnLogits(logits).std().item<float>(), 4 * Math.Log(2) / Math.Sqrt(2 * 40_000));
        choice.eval();
        choice.OnInput(input);
        Assert.Equal(0, choice.OnLogits(logits).abs().max().item<float>());
    }

    [Fact]
    public void More_chosen_than_there_are_is_refused() => ProblemAssert.Throws(
        () => Build(context => new GateNoisyTopK(new GateNoisyTopKOptions { K = 5 }, context)), "MMOE1306 gates.regularizers.0.k");
}
