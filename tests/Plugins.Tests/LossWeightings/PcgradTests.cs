using CsCheck;
using MmoePipeline.Plugins.LossWeightings.Pcgrad;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

public sealed class PcgradTests : GradientWeightingFixture
{
    /// <summary>g1 = (1, 0), g2 = (-1, 1): g1 becomes (1/2, 1/2), g2 becomes (0, 1).</summary>
    [Fact]
    public void Two_conflicting_gradients_are_projected_on_each_others_normal() =>
        Near([0.5, 1.5], Combined(context => new Pcgrad(context), [[1, 0], [-1, 1]]));

    [Fact]
    public void Without_conflict_it_is_the_sum() =>
        AnyGradients.Select(gradients => gradients.Select(row => row.Select(Math.Abs).ToArray()).ToArray())
            .Sample(gradients => Near(Sum(gradients), Combined(context => new Pcgrad(context), gradients)), iter: 50);

    /// <summary>
    /// Three gradients: the changed first one is one of the two that the two orders give, written out as vectors.
    /// </summary>
    [Fact]
    public void Later_projections_see_what_earlier_ones_left()
    {
        double[][] gradients = [[1, 0, 0], [-1, 1, 0], [-1, -1, 1]];
        double[] combined = Combined(context => new Pcgrad(context), gradients);
        var possible = new List<double[]>();
        for (int choice = 0; choice < 8; choice++)
        {
            possible.Add(Sum([.. Enumerable.Range(0, 3).Select(task => Projected(gradients, task, ((choice >> task) & 1) == 1))]));
        }

        Assert.Contains(possible, one => Norm(Sum(one, Scaled(combined, -1))) < 1e-5);
        Assert.True(possible.Max(Norm) - possible.Min(Norm) > 0.1, "the order matters here");
    }

    [Fact]
    public void The_same_seed_draws_the_same_orders() => AnyGradients.Sample(
        gradients => Assert.Equal(Combined(context => new Pcgrad(context), gradients), Combined(context => new Pcgrad(context), gradients)), iter: 20);

    private static double[] Projected(double[][] gradients, int task, bool backwards)
    {
        double[] changed = gradients[task];
        IEnumerable<int> others = Enumerable.Range(0, gradients.Length).Where(other => other != task);
        foreach (int other in backwards ? others.Reverse() : others)
        {
            double product = Dot(changed, gradients[other]);
            if (product < 0)
            {
                changed = Sum(changed, Scaled(gradients[other], -product / Dot(gradients[other], gradients[other])));
            }
        }

        return changed;
    }
}
