using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Adagrad;
using MmoePipeline.Plugins.Optimizers.AdamW;
using MmoePipeline.Plugins.Optimizers.Sgd;
using TorchSharp;
using Adagrad = MmoePipeline.Plugins.Optimizers.Adagrad.Adagrad;
using AdamW = MmoePipeline.Plugins.Optimizers.AdamW.AdamW;
using Parameter = TorchSharp.Modules.Parameter;
using Sgd = MmoePipeline.Plugins.Optimizers.Sgd.Sgd;

namespace MmoePipeline.Plugins.Tests.Optimizers;

/// <summary>Optimizers against their algorithms in double precision, over gradients and factors that change.</summary>
public sealed class OptimizersTests : NetworkFixture
{
    private delegate double Rule(double theta, double gradient, double rate, int step, double[] state);

    [Fact]
    public void AdamW_decays_beside_the_step() => Compare(
        context => new AdamW(new AdamWOptions { Step = new() { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3 }, WeightDecay = 0.3 }, context),
        0.1,
        (theta, gradient, rate, step, state) =>
        {
            state[0] = (0.8 * state[0]) + (0.2 * gradient);
            state[1] = (0.9 * state[1]) + (0.1 * gradient * gradient);
            double mean = state[0] / (1 - Math.Pow(0.8, step));
            double square = state[1] / (1 - Math.Pow(0.9, step));
            return theta - (rate * 0.3 * theta) - (rate * mean / (Math.Sqrt(square) + 1e-3));
        });

    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(0, false, 0.2)]
    [InlineData(0.9, false, 0)]
    [InlineData(0.9, false, 0.2)]
    [InlineData(0.9, true, 0)]
    [InlineData(0.9, true, 0.2)]
    public void Sgd_keeps_its_momentum(double momentum, bool nesterov, double decay) => Compare(
        context => new Sgd(new SgdOptions { LearningRate = 0.1, Momentum = momentum, Nesterov = nesterov, WeightDecay = decay }, context),
        0.1,
        (theta, gradient, rate, _, state) =>
        {
            double change = gradient + (decay * theta);
            state[0] = (momentum * state[0]) + change;
            return theta - (rate * (nesterov ? change + (momentum * state[0]) : state[0]));
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.2)]
    public void Adagrad_divides_by_the_sum_of_all_squares(double initial, double decay) => Compare(
        context => new Adagrad(new AdagradOptions { LearningRate = 0.1, InitialSum = initial, Epsilon = 1e-3, WeightDecay = decay }, context),
        0.1,
        (theta, gradient, rate, step, state) =>
        {
            double change = gradient + (decay * theta);
            state[0] += (change * change) + (step == 1 ? initial : 0);
            return theta - (rate * change / (Math.Sqrt(state[0]) + 1e-3));
        });

    /// <summary>Two parameters with learning-rate scales of their own, and one that never has a gradient.</summary>
    private static void Compare(Func<OptimizerContext, ParameterOptimizer> create, double learningRate, Rule rule)
    {
        double[] scales = [1, 0.25];
        double[] theta = [1.5, -2];
        Parameter[] parameters = [.. theta.Select(value => new Parameter(torch.tensor(new[] { (float)value })))];
        var still = new Parameter(torch.ones(2));
        double[][] states = [new double[2], new double[2]];
        using (ParameterOptimizer optimizer = create(Training(
            new("p", parameters[0]), new("q", parameters[1], scales[1]), new("still", still))))
        {
            for (int step = 1; step <= 5; step++)
            {
                double factor = 1.0 / step;
                double[] gradients = [Math.Sin(step), step * 0.25];
                for (int index = 0; index < 2; index++)
                {
                    parameters[index].grad = torch.tensor(new[] { (float)gradients[index] });
                    theta[index] = rule(theta[index], gradients[index], learningRate * factor * scales[index], step, states[index]);
                }

                optimizer.Step(factor);
                Assert.Equal(theta[0], parameters[0].item<float>(), 1e-5);
                Assert.Equal(theta[1], parameters[1].item<float>(), 1e-5);
            }

            Assert.Equal([1f, 1], still.data<float>().ToArray());
        }
    }
}
