using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Fixed;
using MmoePipeline.Plugins.LossWeightings.Uncertainty;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

public sealed class FixedAndUncertaintyTests : NetworkFixture
{
    [Fact]
    public void Fixed_is_the_weighted_sum_with_one_where_nothing_is_said()
    {
        using FixedWeighting weighting = Fixed(("two", 0.25));
        Assert.Equal(2 + (0.25 * 8), weighting.Combine(torch.tensor(new[] { 2f, 8 })).item<float>(), 1e-6);
        Assert.Equal([1f, 0.25f], weighting.CurrentWeights().data<float>().ToArray());
    }

    [Fact]
    public void Fixed_refuses_tasks_that_are_none() => ProblemAssert.Throws(
        () => Fixed(("three", 1), ("one", 2)), "MMOE1301 loss.weights.three");

    /// <summary>sum(exp(-s) L + s): its gradient by s is 1 - exp(-s) L, its minimum s = log(L), with the value 1 + log(L).</summary>
    [Fact]
    public void Uncertainty_by_log_variance_has_the_closed_form()
    {
        using UncertaintyWeighting weighting = Uncertainty(UncertaintyForm.LogVariance, [0.5f, -1f]);
        torch.Tensor combined = weighting.Combine(torch.tensor(new[] { 2f, 3f }));
        Assert.Equal((2 * Math.Exp(-0.5)) + 0.5 + (3 * Math.Exp(1)) - 1, combined.item<float>(), 1e-5);

        combined.backward();
        float[] gradient = weighting.parameters().Single().grad!.data<float>().ToArray();
        Assert.Equal(1 - (2 * Math.Exp(-0.5)), gradient[0], 1e-5);
        Assert.Equal(1 - (3 * Math.Exp(1)), gradient[1], 1e-5);
        Assert.Equal(Math.Exp(1), weighting.CurrentWeights()[1].item<float>(), 1e-5);

        using UncertaintyWeighting best = Uncertainty(UncertaintyForm.LogVariance, [(float)Math.Log(2), (float)Math.Log(3)]);
        Assert.Equal(2 + Math.Log(6), best.Combine(torch.tensor(new[] { 2f, 3f })).item<float>(), 1e-5);
    }

    /// <summary>sum(L / (2 s^2) + log(1 + s^2)): whatever the sign of s, no weight is negative.</summary>
    [Fact]
    public void Uncertainty_by_the_square_has_the_closed_form()
    {
        using UncertaintyWeighting weighting = Uncertainty(UncertaintyForm.Squared, [2f, -0.5f]);
        torch.Tensor combined = weighting.Combine(torch.tensor(new[] { 2f, 3f }));
        double expected = (2 / 8.0) + Math.Log(5) + (3 * 2) + Math.Log(1.25);
        Assert.Equal(expected, combined.item<float>(), 1e-5);
        Assert.All(weighting.CurrentWeights().data<float>().ToArray(), weight => Assert.True(weight > 0));
    }

    private FixedWeighting Fixed(params (string Task, double Weight)[] weights)
    {
        var options = new FixedWeightingOptions
        {
            Weights = weights.ToImmutableSortedDictionary(pair => pair.Task, pair => pair.Weight, StringComparer.Ordinal),
        };
        return new FixedWeighting(options, Site());
    }

    private UncertaintyWeighting Uncertainty(UncertaintyForm form, float[] values)
    {
        var weighting = new UncertaintyWeighting(new UncertaintyWeightingOptions { Form = form }, Site());
        using (torch.no_grad())
        {
            foreach (Parameter parameter in weighting.parameters())
            {
                parameter.copy_(torch.tensor(values));
            }
        }

        return weighting;
    }

    private LossWeightingContext Site() => new()
    {
        Tasks = ["one", "two"],
        SharedParameterCount = 3,
        Path = "loss",
        Random = Random,
        Device = torch.CPU,
    };
}
