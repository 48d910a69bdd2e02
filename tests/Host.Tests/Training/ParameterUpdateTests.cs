using MmoePipeline.Engine.Networks;
using MmoePipeline.Runs.Options.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Host.Tests.Training;

public sealed class ParameterUpdateTests
{
    private static ImmutableArray<(string Name, Parameter Parameter)> Parameters(params string[] names) =>
        [.. names.Select(name => (name, new Parameter(torch.zeros(2))))];

    private static ImmutableArray<ParameterGroupOptions> Groups(params (string Pattern, double Scale)[] groups) =>
        [.. groups.Select(group => new ParameterGroupOptions { Parameters = group.Pattern, LearningRateScale = group.Scale })];

    [Fact]
    public void The_first_group_that_matches_counts()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Assert.Equal(
            [0.1, 2, 1],
            ParameterGroups.Assign(
                Parameters("model.embedding.table", "model.towers.0", "loss.weight"),
                Groups(("model.embedding.*", 0.1), ("model.*", 2))).Select(trained => trained.LearningRateScale));
    }

    [Fact]
    public void A_group_without_parameters_is_an_error()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ProblemAssert.Throws(() => ParameterGroups.Assign(
            Parameters("model.embedding.table", "loss.weight"), Groups(("model.embeding.*", 0.1))), "MMOE5206 training.groups.0.parameters");
        ProblemAssert.Throws(() => ParameterGroups.Assign(
            Parameters("model.a"), Groups(("*", 1), ("model.*", 2))), "MMOE5206 training.groups.1.parameters");
    }

    /// <summary>The gradients 3, 4 (in one parameter) and 12 (in another) have the norm 13.</summary>
    [Theory]
    [InlineData(6.5, 0.5)]
    [InlineData(13.1, 1)]
    public void Gradients_are_scaled_down_to_the_limit(double limit, double factor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ImmutableArray<(string Name, Parameter Parameter)> parameters = Parameters("a", "b", "without");
        parameters[0].Parameter.grad = torch.tensor(new[] { 3f, 4 });
        parameters[1].Parameter.grad = torch.tensor(new[] { 0f, 12 });
        using var clipping = new GradientClipping(limit);
        clipping.Apply(parameters);
        Assert.Equal(3 * factor, parameters[0].Parameter.grad![0].item<float>(), 1e-5);
        Assert.Equal(4 * factor, parameters[0].Parameter.grad![1].item<float>(), 1e-5);
        Assert.Equal(12 * factor, parameters[1].Parameter.grad![1].item<float>(), 1e-5);
        Assert.Null(parameters[2].Parameter.grad);
    }

    [Fact]
    public void Gradients_of_nothing_stay_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ImmutableArray<(string Name, Parameter Parameter)> parameters = Parameters("a");
        parameters[0].Parameter.grad = torch.zeros(2);
        using var clipping = new GradientClipping(1);
        clipping.Apply(parameters);
        Assert.Equal([0f, 0], parameters[0].Parameter.grad!.data<float>().ToArray());
    }
}
