using MmoePipeline.Plugins.Tasks.Multiclass;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class MulticlassTaskTests : NetworkFixture
{
    private static readonly MulticlassTaskOptions Options = new() { Name = "shape", Label = "shape", Classes = ["round", "flat", "long"] };

    [Fact]
    public void A_label_is_the_index_of_its_class()
    {
        var task = new MulticlassTask(Options);
        Assert.Equal(3, task.Outputs);
        Assert.True(task.TryEncode("long", out float target, out _));
        Assert.Equal(2, target);
        Assert.False(task.TryEncode("Long", out _, out string problem));
        Assert.Equal("is 'Long', which is none of the task's classes", problem);
    }

    [Fact]
    public void One_class_alone_is_a_fault()
    {
        var task = new MulticlassTask(Options);
        Assert.Equal("no row has another label than 'flat'", task.FindFault([1, float.NaN, 1]));
        Assert.Equal("no row has a label", task.FindFault([float.NaN]));
        Assert.Null(task.FindFault([float.NaN, 1, 2]));
    }

    [Fact]
    public void Other_classes_are_another_encoding()
    {
        string[] encodings =
        [
            new MulticlassTask(Options).Encoding,
            new MulticlassTask(Options with { Classes = ["round", "flat,long"] }).Encoding,
            new MulticlassTask(Options with { Classes = ["flat", "round", "long"] }).Encoding,
            new MulticlassTask(Options with { Missing = MmoePipeline.Tasks.MissingLabels.Skip }).Encoding,
        ];
        Assert.Equal(4, encodings.Distinct().Count());
    }

    [Fact]
    public void The_loss_is_the_mean_cross_entropy_by_the_weights_of_the_classes()
    {
        torch.Tensor logits = torch.tensor(new[] { 1f, 2, 3, 0, 0, 0 }).view(2, 3);
        torch.Tensor targets = torch.tensor(new[] { 0f, 2 });
        double first = Math.Log(1 + Math.E + Math.Exp(2));
        double second = Math.Log(3);
        Assert.Equal((first + second) / 2, new MulticlassTask(Options).Loss(new(logits, targets)).item<float>(), 1e-6);

        var weighted = new MulticlassTask(Options with
        {
            ClassWeights = ImmutableSortedDictionary<string, double>.Empty.Add("round", 3).Add("long", 0.5),
        });
        Assert.Equal(((3 * first) + (0.5 * second)) / 3.5, weighted.Loss(new(logits, targets)).item<float>(), 1e-6);
    }
}
