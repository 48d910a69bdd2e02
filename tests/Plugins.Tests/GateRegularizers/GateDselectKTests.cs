using MmoePipeline.Plugins.GateRegularizers.DselectK;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateDselectKTests : GateRegularizerFixture
{
    [Fact]
    public void Dselect_k_needs_experts_to_choose_from()
    {
        ProblemAssert.Throws(() => Build(context => new GateDselectK(new GateDselectKOptions { K = 5 }, context)), "MMOE1306 gates.regularizers.0.k");
        ProblemAssert.Throws(() => new GateDselectK(new GateDselectKOptions { K = 1 }, Site() with { Experts = 1 }), "MMOE1306 gates.regularizers.0");
    }

    /// <summary>Codes at +-gamma choose one expert each, whatever the input: with two selectors, the shares of two experts.</summary>
    [Fact]
    public void Dselect_k_at_saturation_chooses_k_experts_by_their_bits()
    {
        using var choice = Build(context => new GateDselectK(new GateDselectKOptions { K = 2, PerExample = false }, context));
        Dictionary<string, Parameter> parameters = choice.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        using (torch.no_grad())
        {
            // Two gates of two selectors of two bits: the first gate's selectors choose 1 (bits 1, 0) and 2 (bits 0, 1).
            parameters["codes"].copy_(torch.tensor(new[] { 1f, -1, -1, 1, 1, 1, 1, 1 }).view(1, -1));
            parameters["mixture"].copy_(torch.tensor(new[] { (float)Math.Log(3), 0, 0, 0 }).view(1, -1));
        }

        choice.OnInput(torch.zeros(3, Layout.InputWidth));
        torch.Tensor weights = choice.OnWeights(torch.zeros(3, 2, 4));
        Assert.Equal([0f, 0.75f, 0.25f, 0], weights[2, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0, 0, 1], weights[0, 1].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Dselect_k_starts_almost_even_and_sums_to_one(int experts)
    {
        using var choice = new GateDselectK(new GateDselectKOptions(), Site() with { Experts = experts });
        choice.OnInput(Random.Open("input").Normal([20, Layout.InputWidth]));
        torch.Tensor weights = choice.OnWeights(torch.zeros(20, 2, experts));
        Assert.Equal(0, (weights.sum(-1) - 1).abs().max().item<float>(), 1e-5);
        Assert.Equal(0, (weights - (1.0 / experts)).abs().max().item<float>(), 0.1);
        choice.Penalty(weights, weights)!.backward();
        Assert.All(choice.parameters().Take(1), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    /// <summary>
    /// Three experts, one selector of two bits, codes of 0: each code has 1/4, three of four are reachable, and the penalty is 1 / (3/4). The
    /// entropy is 3/4 log 4. A selector with a code that no expert has is pushed away from it.
    /// </summary>
    [Fact]
    public void Dselect_k_penalises_codes_that_no_expert_has()
    {
        using var choice = new GateDselectK(new GateDselectKOptions { K = 1, PerExample = false }, Site() with { Experts = 3, Gates = ["one"] });
        Parameter codes = choice.named_parameters().Single(named => named.name == "codes").parameter;
        Assert.Equal(1.33333 + (1e-6 * 0.75 * Math.Log(4)), Penalty(0, 0), 1e-5);

        // At (1/4, 1/4), S = 27/32: reachable is 1 - S^2, and both bits move down.
        Assert.Equal(1 / (1 - (27 / 32.0 * 27 / 32.0)), Penalty(0.25f, 0.25f), 1e-4);
        Assert.All(codes.grad!.data<float>().ToArray(), slope => Assert.True(slope > 1));

        double Penalty(float first, float second)
        {
            using (torch.no_grad())
            {
                codes.copy_(torch.tensor(new[] { first, second }).view(1, -1));
            }

            codes.grad = null;
            choice.OnInput(torch.zeros(5, Layout.InputWidth));
            torch.Tensor weights = choice.OnWeights(torch.zeros(5, 1, 3));
            torch.Tensor penalty = choice.Penalty(weights, weights)!;
            penalty.backward();
            return penalty.item<float>();
        }
    }
}
