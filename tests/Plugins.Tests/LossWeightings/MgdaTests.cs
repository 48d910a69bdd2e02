using CsCheck;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Mgda;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

public sealed class MgdaTests : GradientWeightingFixture
{
    /// <summary>On the segment from g1 to g2: w1 = clamp((g2 - g1) . g2 / |g1 - g2|^2, 0, 1).</summary>
    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(1, 0, -1, 1)]
    [InlineData(1, 0, 3, 1)]
    [InlineData(4, 0, 0, 1)]
    [InlineData(2, 0, -2, 0)]
    public void Two_gradients_have_the_closed_form(double a, double b, double c, double d)
    {
        double[] first = [a, b], second = [c, d], difference = [c - a, d - b];
        double weight = Math.Clamp(Dot(difference, second) / Dot(difference, difference), 0, 1);
        Near(Sum(Scaled(first, weight), Scaled(second, 1 - weight)), Combined(context => Mgda(context), [first, second]));
    }

    /// <summary>At the point d of smallest norm of a convex set that the gradients span, d . g >= |d|^2 for each of them.</summary>
    [Fact]
    public void No_gradient_is_worsened() => AnyGradients.Sample(
        gradients =>
        {
            double[] combined = Combined(context => Mgda(context), gradients);
            Assert.All(gradients, gradient => Assert.True(
                Dot(combined, gradient) >= Dot(combined, combined) - (1e-4 * Dot(gradient, gradient))));
        },
        iter: 200);

    [Fact]
    public void The_order_of_tasks_does_not_matter() => AnyGradients.Sample(
        gradients => Near(Combined(context => Mgda(context), gradients), Combined(context => Mgda(context), [.. gradients.Reverse()])), iter: 50);

    /// <summary>Orthogonal gradients of norms 1 and 2 and losses 1 and 4: weights (4/5, 1/5) without anything.</summary>
    [Theory]
    [InlineData(MgdaNormalization.None, 0.8)]
    [InlineData(MgdaNormalization.Norm, 0.5)]
    [InlineData(MgdaNormalization.Loss, 0.2)]
    [InlineData(MgdaNormalization.LossAndNorm, 1 / 17.0)]
    public void Weights_are_found_for_normalised_gradients(MgdaNormalization normalization, double first) => Near(
        [first, 2 * (1 - first)], Combined(context => Mgda(context, normalization), [[1, 0], [0, 2]], [1, 4]));

    [Fact]
    public void The_weights_are_shown()
    {
        using Mgda weighting = Build(context => Mgda(context), Random, 2, 2);
        Combined(weighting, [[1, 0], [0, 2]]);
        Near([0.8, 0.2], Weights(weighting));
    }

    private static Mgda Mgda(LossWeightingContext context, MgdaNormalization normalization = MgdaNormalization.None) =>
        new(new MgdaOptions { Normalization = normalization }, context);
}
