using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Adam;
using TorchSharp;
using Adam = MmoePipeline.Plugins.Optimizers.Adam.Adam;
using Parameter = TorchSharp.Modules.Parameter;

namespace MmoePipeline.Plugins.Tests.Optimizers;

public sealed class AdamTests : NetworkFixture
{
    /// <summary>Algorithm 1 of the paper in double precision, over gradients that change from step to step.</summary>
    [Fact]
    public void Steps_are_those_of_the_paper()
    {
        var options = new AdamOptions { Step = new() { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3 }, WeightDecay = 0.05 };
        double[] theta = [1.5, -2];
        var parameter = new Parameter(torch.tensor(new[] { 1.5f, -2f }));
        using var adam = new Adam(options, Training(new TrainableParameter("p", parameter)));

        double[] mean = [0, 0];
        double[] square = [0, 0];
        for (int step = 1; step <= 5; step++)
        {
            double[] gradient = [Math.Sin(step), step * 0.25];
            parameter.grad = torch.tensor(new[] { (float)gradient[0], (float)gradient[1] });
            adam.Step(1);
            for (int i = 0; i < 2; i++)
            {
                double g = gradient[i] + (0.05 * theta[i]);
                mean[i] = (0.8 * mean[i]) + (0.2 * g);
                square[i] = (0.9 * square[i]) + (0.1 * g * g);
                double meanHat = mean[i] / (1 - Math.Pow(0.8, step));
                double squareHat = square[i] / (1 - Math.Pow(0.9, step));
                theta[i] -= 0.1 * meanHat / (Math.Sqrt(squareHat) + 1e-3);
                Assert.Equal(theta[i], parameter[i].item<float>(), 1e-5);
            }
        }

        Assert.Equal(["p.mean", "p.square", "p.step"], adam.State.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5, adam.State["p.step"].item<float>());
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        var moved = new Parameter(torch.ones(2));
        var still = new Parameter(torch.ones(2));
        using var adam = new Adam(new AdamOptions(), Training(new("moved", moved), new("still", still)));
        moved.grad = torch.ones(2);
        adam.Step(1);
        Assert.Equal([1f, 1], still.data<float>().ToArray());

        // The first step is the learning rate, whatever the gradient's size.
        Assert.Equal(0.999f, moved[0].item<float>(), 1e-5f);
    }
}
