using ExpertSimilarityPenalty;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Randomness;
using MmoePipeline.Testing;
using TorchSharp;

namespace MmoePipeline.Examples.Tests;

public sealed class ExpertSimilarityTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<ExpertSimilarity>();

    [Theory]
    [InlineData(new float[] { 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f }, 1)]
    [InlineData(new float[] { 1, 0, 0, 0, 0, 1, 0, 0 }, 0)]
    [InlineData(new float[] { 0.6f, 0.4f, 0, 0, 0.6f, 0.4f, 0, 0 }, 1.0 / 6)]

    // Use (0.8, 0.5), (0.2, 0.5): cosine 0.41 / sqrt(0.89 * 0.29), one pair of six.
    [InlineData(new float[] { 0.8f, 0.2f, 0, 0, 0.5f, 0.5f, 0, 0 }, 0.8070169 / 6)]
    public void The_penalty_is_the_mean_cosine(float[] weights, double expected)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using ExpertSimilarity regularizer = Build(4);
        torch.Tensor tensor = torch.tensor(weights).view(2, 1, 4);
        Assert.Equal(2 * expected, regularizer.Penalty(tensor, tensor)!.item<float>(), 1e-5);
    }

    [Fact]
    public void A_single_expert_is_refused() => ProblemAssert.Throws(() => Build(1), "MMOE1306 model.gate.regularizers.0");

    private static ExpertSimilarity Build(int experts)
    {
        using var bank = torch.nn.Identity();
        return new ExpertSimilarity(new ExpertSimilarityOptions { Weight = 2 }, new GateContext
        {
            Name = "gates.regularizers.0",
            Path = "model.gate.regularizers.0",
            InputWidth = 1,
            Bank = bank,
            Gates = ["one"],
            Experts = experts,
            Hidden = [],
            Parameters = [],
            Random = new RandomStreams(1),
            Device = torch.CPU,
        });
    }
}
