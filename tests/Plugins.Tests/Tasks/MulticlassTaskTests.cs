using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Tasks;
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
        Assert.StartsWith("expected one of the task's classes, ", problem, StringComparison.Ordinal);
        Assert.EndsWith("found 'Long', which is 'long' in another form of writing", problem, StringComparison.Ordinal);
    }

    /// <summary>exp(0), exp(log 2) and exp(log 5) are 1, 2 and 5 of 8; large logits are no trouble.</summary>
    [Fact]
    public void The_softmax_of_the_logits_is_predicted_in_a_column_for_each_class()
    {
        ITask task = new MulticlassTask(Options);
        Assert.Equal(["shape.round", "shape.flat", "shape.long"], task.PredictionColumns.AsEnumerable());
        double[] predicted = task.Predict([0, MathF.Log(2), MathF.Log(5), 1000, 0, -1000]);
        Assert.Equal([0.125, 0.25, 0.625, 1, 0, 0], predicted.Select(value => Math.Round(value, 6)));
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
            new MulticlassTask(Options with { Rows = new() { Missing = MmoePipeline.Tasks.MissingLabels.Skip } }).Encoding,
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
