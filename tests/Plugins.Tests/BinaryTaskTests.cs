using MmoePipeline.Plugins.Tasks.Binary;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests;

public sealed class BinaryTaskTests : NetworkFixture
{
    private readonly BinaryTask _task = new(new BinaryTaskOptions { Name = "income", Label = "income_50k", Positive = "yes" });

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 0)]
    [InlineData("Yes", 0)]
    [InlineData("", 0)]
    public void The_positive_label_is_one(string label, float expected)
    {
        Assert.True(_task.TryEncode(label, out float target, out _));
        Assert.Equal(expected, target);
    }

    [Fact]
    public void A_missing_label_is_refused()
    {
        Assert.False(_task.TryEncode(null, out _, out string problem));
        Assert.Equal("the label is missing; every row needs one", problem);
    }

    [Fact]
    public void One_class_alone_is_a_fault()
    {
        Assert.Equal("no row has the positive label 'yes'", _task.FindFault([0, 0]));
        Assert.Equal("all rows have the positive label 'yes'", _task.FindFault([1, 1]));
        Assert.Null(_task.FindFault([0, 1]));
    }

    [Fact]
    public void The_loss_is_the_mean_cross_entropy()
    {
        torch.Tensor loss = _task.Loss(new(torch.tensor(new[] { 2f, -1f }).view(2, 1), torch.tensor(new[] { 1f, 1f })));
        Assert.Equal((Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.E)) / 2, loss.item<float>(), 1e-6);
    }
}
