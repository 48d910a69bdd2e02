using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Abstractions.Tests.Modeling;

/// <summary>Each batched block against the plain computation, map by map and in double precision.</summary>
public sealed class BlocksTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly RandomStreams _random = new(5);

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Parallel_perceptrons_over_one_input_are_the_perceptrons_one_by_one()
    {
        var block = new ParallelMlp("m", 3, 5, [4, 2], Activation.Tanh, sharedInput: true, _random, torch.CPU);
        torch.Tensor input = _random.Open("input").Normal([7, 5]);
        torch.Tensor output = block.Forward(input);

        Assert.Equal([3, 7, 2], output.shape);
        double[,] plain = Matrix(input);
        Dictionary<string, double[]> parameters = Parameters(block);
        for (int expert = 0; expert < 3; expert++)
        {
            // Of the first layer, an expert owns four columns of one wide matrix; of the second, a matrix.
            double[,] hidden = Apply(
                plain, (i, o) => parameters["0.weight"][(i * 12) + (expert * 4) + o], o => parameters["0.bias"][(expert * 4) + o], 4);
            double[,] expected = Apply(
                hidden, (i, o) => parameters["1.weight"][(expert * 8) + (i * 2) + o], o => parameters["1.bias"][(expert * 2) + o], 2);
            AssertClose(expected, output[expert]);
        }
    }

    [Fact]
    public void Parallel_perceptrons_over_inputs_of_their_own_are_the_perceptrons_one_by_one()
    {
        var block = new ParallelMlp("m", 2, 3, [4], Activation.Tanh, sharedInput: false, _random, torch.CPU);
        torch.Tensor input = _random.Open("input").Normal([2, 6, 3]);
        torch.Tensor output = block.Forward(input);
        Dictionary<string, double[]> parameters = Parameters(block);
        for (int map = 0; map < 2; map++)
        {
            double[,] expected = Apply(
                Matrix(input[map]), (i, o) => parameters["0.weight"][(map * 12) + (i * 4) + o], o => parameters["0.bias"][(map * 4) + o], 4);
            AssertClose(expected, output[map]);
        }
    }

    /// <summary>
    /// Values of 8 bits of precision: an error of a few thousandths of the largest value, for the output and each gradient.
    /// </summary>
    [Theory]
    [InlineData(5, 7, 3)]
    [InlineData(40, 16, 16)]
    [InlineData(135, 64, 32)]
    [InlineData(259, 142, 33)]
    public void In_bfloat16_the_layers_are_nearly_the_same(int inputWidth, int first, int second)
    {
        ParallelMlp Layers(MatrixPrecision precision)
        {
            using var random = new RandomStreams(5);
            return new ParallelMlp("m", 3, inputWidth, [first, second], Activation.Tanh, sharedInput: true, random, torch.CPU)
            {
                Precision = precision,
            };
        }

        ParallelMlp exact = Layers(MatrixPrecision.Float32);
        ParallelMlp rounded = Layers(MatrixPrecision.Bfloat16);
        torch.Tensor input = _random.Open("input").Normal([64, inputWidth]);
        torch.Tensor expected = exact.Forward(input);
        torch.Tensor actual = rounded.Forward(input);
        Assert.Equal(torch.float32, actual.dtype);
        AssertNear(expected, actual);
        Assert.False(expected.equal(actual).all().item<bool>());

        expected.square().sum().backward();
        actual.square().sum().backward();
        foreach ((Parameter left, Parameter right) in exact.parameters().Zip(rounded.parameters()))
        {
            Assert.Equal(torch.float32, right.grad!.dtype);
            AssertNear(left.grad!, right.grad!);
        }

        static void AssertNear(torch.Tensor expected, torch.Tensor actual)
        {
            using IDisposable noGrad = torch.no_grad();
            double error = ((expected - actual).norm() / expected.norm()).item<float>();
            Assert.True(error < 0.02, $"a relative error of {error}");
        }
    }

    [Fact]
    public void Linear_maps_start_within_the_bound_of_their_input_and_differ()
    {
        var block = new FanOutLinear("f", 4, 25, 10, _random, torch.CPU);
        float[] weights = block.Weight.data<float>().ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, -0.2f, 0.2f));
        Assert.True(weights.Max() > 0.19f && weights.Min() < -0.19f);
        Assert.Equal(weights.Length, weights.Distinct().Count());
    }

    [Fact]
    public void An_embedded_row_is_its_fields_vectors_and_its_numbers()
    {
        var layout = new FeatureLayout([new("a", 3, 0), new("b", 2, 3)], ["x", "y"], 2);
        var block = new FeatureEmbedding("e", Contexts.Of(_random, layout, new TaskOutput("t", 0, 1)));
        torch.Tensor output = block.Forward(new FeatureBatch(
            torch.tensor(new long[,] { { 2, 3 }, { 1, 4 } }), torch.tensor(new float[,] { { 5, 6 }, { 7, 8 } })));

        float[] table = block.Table.data<float>().ToArray();
        Assert.Equal(6, layout.InputWidth);
        Assert.Equal(
            [table[4], table[5], table[6], table[7], 5, 6, table[2], table[3], table[8], table[9], 7, 8],
            output.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Unseen_values_start_at_zero()
    {
        var layout = new FeatureLayout([new("a", 3, 0), new("b", 2, 3)], [], 4);
        var block = new FeatureEmbedding("e", Contexts.Of(_random, layout, new TaskOutput("t", 0, 1)));
        float[] norms = block.Table.norm(1).data<float>().ToArray();
        Assert.Equal([true, false, false, true, false], norms.Select(norm => norm == 0));
    }

    [Fact]
    public void Towers_give_each_task_its_columns()
    {
        var layout = new FeatureLayout([], ["x"], 1);
        ModelContext context = Contexts.Of(_random, layout, new TaskOutput("one", 0, 1), new TaskOutput("three", 1, 3));
        var towers = new Towers("t", new TowerOptions { Hidden = [] }, 2, context);
        torch.Tensor input = _random.Open("input").Normal([2, 5, 2]);
        torch.Tensor output = towers.Forward(input);

        Assert.Equal([5, 4], output.shape);
        Dictionary<string, double[]> parameters = Parameters(towers);
        double[,] three = Apply(Matrix(input[1]), (i, o) => parameters["output1.weight"][(i * 3) + o], o => parameters["output1.bias"][o], 3, x => x);
        AssertClose(three, output.narrow(1, 1, 3));
    }

    private static Dictionary<string, double[]> Parameters(torch.nn.Module module) => module.named_parameters().ToDictionary(
        named => named.name, named => named.parameter.data<float>().Select(value => (double)value).ToArray());

    private static double[,] Matrix(torch.Tensor tensor)
    {
        double[,] matrix = new double[tensor.shape[0], tensor.shape[1]];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
            {
                matrix[row, column] = tensor[row, column].item<float>();
            }
        }

        return matrix;
    }

    private static double[,] Apply(
        double[,] input, Func<int, int, double> weight, Func<int, double> bias, int width, Func<double, double>? activation = null)
    {
        double[,] output = new double[input.GetLength(0), width];
        for (int row = 0; row < input.GetLength(0); row++)
        {
            for (int o = 0; o < width; o++)
            {
                double sum = bias(o);
                for (int i = 0; i < input.GetLength(1); i++)
                {
                    sum += input[row, i] * weight(i, o);
                }

                output[row, o] = (activation ?? Math.Tanh)(sum);
            }
        }

        return output;
    }

    private static void AssertClose(double[,] expected, torch.Tensor actual)
    {
        double[,] found = Matrix(actual);
        for (int row = 0; row < expected.GetLength(0); row++)
        {
            for (int column = 0; column < expected.GetLength(1); column++)
            {
                Assert.Equal(expected[row, column], found[row, column], 1e-5);
            }
        }
    }
}
