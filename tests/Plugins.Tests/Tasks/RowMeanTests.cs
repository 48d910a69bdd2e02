using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Tasks;

/// <summary>The mean over the rows that have a label: without any, and with weights of any size.</summary>
public sealed class RowMeanTests : NetworkFixture
{
    public static TheoryData<string> Kinds => ["binary", "multiclass", "regression"];

    /// <summary>A weight of the loss far above 4 leaves the gradient at zero: nothing is divided by next to nothing.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_a_label_loss_and_gradient_are_zero(string kind)
    {
        ITask task = Create(kind, weight: null);
        torch.Tensor logits = Random.Open("logits").Normal([4, task.Outputs]).requires_grad_();
        torch.Tensor loss = task.Loss(new TaskBatch(logits, torch.full(4, float.NaN)));
        Assert.Equal(0, loss.item<float>());
        loss.mul(torch.tensor(1e30f)).backward();
        Assert.All(logits.grad!.data<float>().ToArray(), slope => Assert.Equal(0, slope));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_of_zero_count_as_no_label(string kind)
    {
        ITask task = Create(kind, "w");
        torch.Tensor logits = Random.Open("logits").Normal([4, task.Outputs]).requires_grad_();
        torch.Tensor loss = task.Loss(new TaskBatch(logits, torch.ones(4), torch.zeros(4)));
        Assert.Equal(0, loss.item<float>());
        loss.mul(torch.tensor(1e30f)).backward();
        Assert.All(logits.grad!.data<float>().ToArray(), slope => Assert.Equal(0, slope));
    }

    /// <summary>The mean doesn't depend on the unit of the weights, however small or large.</summary>
    [Theory]
    [InlineData("binary", 1e-40)]
    [InlineData("binary", 1e38)]
    [InlineData("multiclass", 1e-40)]
    [InlineData("multiclass", 1e38)]
    [InlineData("regression", 1e-40)]
    [InlineData("regression", 1e38)]
    public void The_unit_of_weights_does_not_matter(string kind, double unit)
    {
        ITask task = Create(kind, "w");
        torch.Tensor logits = Random.Open("logits").Normal([4, task.Outputs]);
        (double plain, float[] gradient) = Of(1);
        (double scaled, float[] same) = Of(unit);
        Assert.Equal(plain, scaled, 1e-4 * plain);
        Assert.All(gradient.Zip(same), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        (double Loss, float[] Gradient) Of(double factor)
        {
            torch.Tensor leaf = logits.clone().requires_grad_();
            torch.Tensor weights = torch.tensor(new[] { 3 * factor, factor, 2 * factor, 0 }, torch.float32);
            torch.Tensor loss = task.Loss(new TaskBatch(leaf, torch.tensor(new[] { 0f, 1, 0, 1 }), weights));
            loss.backward();
            return (loss.item<float>(), leaf.grad!.data<float>().ToArray());
        }
    }

    private static ITask Create(string kind, string? weight) => kind switch
    {
        "binary" => new BinaryTask(new BinaryTaskOptions { Name = "t", Label = "t", Rows = new() { Missing = MissingLabels.Skip, Weight = weight } }),
        "multiclass" => new MulticlassTask(new MulticlassTaskOptions { Name = "t", Label = "t", Classes = ["a", "b"], Rows = new() { Missing = MissingLabels.Skip, Weight = weight } }),
        _ => new RegressionTask(new RegressionTaskOptions { Name = "t", Label = "t", Rows = new() { Missing = MissingLabels.Skip, Weight = weight } }),
    };
}
