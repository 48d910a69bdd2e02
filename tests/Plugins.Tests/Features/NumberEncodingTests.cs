using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Number;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Vectors that are made of numbers, against the papers' formulas in plain loops over doubles.</summary>
public sealed class NumberEncodingTests : NetworkFixture
{
    private const int Length = 3;

    /// <summary>Borders at 0, 2, 4, 6 and 8. Inside, pieces below are 1 and pieces above 0; the first piece goes on below 0, and the last above 1.</summary>
    [Fact]
    public void Piecewise_linear_is_equation_1_of_Gorishniy_2022()
    {
        using LearntFeature feature = Feature(new() { Column = "n", Encoding = NumberEncoding.PiecewiseLinear, Quantiles = 4, Embedding = new() { Dimension = Length } });
        using FeatureModule module = feature.Module();
        (double Number, double[] Pieces)[] cases =
        [
            (0, [0, 0, 0, 0]), (3, [1, 0.5, 0, 0]), (4, [1, 1, 0, 0]), (7.5, [1, 1, 1, 0.75]), (8, [1, 1, 1, 1]), (10, [1, 1, 1, 2]), (-2, [-1, 0, 0, 0]),
        ];
        double deviation = Math.Sqrt(60.0 / 9);
        AssertVectors(module, [.. cases.Select(of => (of.Number - 4) / deviation)], row => Mapped(module, cases[row].Pieces));
    }

    [Fact]
    public void Periodic_is_equation_2_of_Gorishniy_2022()
    {
        using LearntFeature feature = Feature(new()
        {
            Column = "n",
            Encoding = NumberEncoding.Periodic,
            Components = 5,
            FrequencyDeviation = 2,
            Embedding = new() { Dimension = Length },
        });
        using FeatureModule module = feature.Module();
        double[] frequencies = Values(module, "frequencies");
        double[] numbers = [-1.5, 0, 0.25, 1];
        AssertVectors(module, numbers, row =>
        {
            double[] angles = [.. frequencies.Select(frequency => 2 * Math.PI * frequency * numbers[row])];
            return Mapped(module, [.. angles.Select(Math.Sin), .. angles.Select(Math.Cos)]);
        });
    }

    /// <summary>Equation 5: h = leakyrelu(w x); 6: softmax of (W h + alpha h) over the temperature; 7: the mean of meta-embeddings.</summary>
    [Fact]
    public void AutoDis_is_equations_5_to_7_of_Guo_2021()
    {
        const int Count = 4;
        using LearntFeature feature = Feature(new()
        {
            Column = "n",
            Encoding = NumberEncoding.AutoDis,
            Components = Count,
            Temperature = 0.3,
            Embedding = new() { Dimension = Length, InitialDeviation = 1 },
        });
        using FeatureModule module = feature.Module();
        double[] first = Values(module, "first");
        double[] second = Values(module, "second");
        double skip = Values(module, "skip")[0];
        double[] vectors = Values(module, "vectors");
        double[] numbers = [-2, -0.5, 0, 3];
        AssertVectors(module, numbers, row =>
        {
            double[] hidden = [.. first.Select(weight => weight * numbers[row] is var product && product > 0 ? product : 0.01 * weight * numbers[row])];
            double[] exponentials =
            [
                .. Enumerable.Range(0, Count).Select(bucket =>
                    Math.Exp((Enumerable.Range(0, Count).Sum(from => hidden[from] * second[(from * Count) + bucket]) + (skip * hidden[bucket])) / 0.3)),
            ];
            return [.. Enumerable.Range(0, Length).Select(component =>
                Enumerable.Range(0, Count).Sum(bucket => exponentials[bucket] / exponentials.Sum() * vectors[(bucket * Length) + component]))];
        });
    }

    [Fact]
    public void The_indicator_is_behind_the_vector()
    {
        using LearntFeature feature = Feature(new()
        {
            Column = "n",
            Encoding = NumberEncoding.Periodic,
            Missing = MissingNumberPolicy.Mean,
            Indicator = true,
            Embedding = new() { Dimension = Length },
        });
        Assert.Equal(Length + 1, feature.Encoder.WidthOf([]));
        using FeatureModule module = feature.Module();
        torch.Tensor output = module.Forward(new FeatureInput(torch.zeros(2, 0, torch.int64), torch.tensor(new float[,] { { 0.5f, 0 }, { 0, 1 } })), []);
        Assert.Equal([2, Length + 1], output.shape);
        Assert.Equal([0, 1], output.select(1, Length).data<float>().ToArray());
    }

    /// <summary>Equal numbers leave one border, so a piece of width 1 takes its place, and nothing is divided by 0.</summary>
    [Fact]
    public void Pieces_of_equal_numbers_give_finite_vectors()
    {
        using var feature = new LearntFeature(new NumberFeature(new() { Column = "n", Encoding = NumberEncoding.PiecewiseLinear }), 3, LearntFeature.Numbers(5, 5, 5));
        using FeatureModule module = feature.Module();
        Assert.True(module.Forward(feature.Input(), []).isfinite().all().item<bool>());
    }

    /// <summary>0 to 8: mean 4, standard deviation sqrt(60 / 9), quartiles 2, 4 and 6.</summary>
    private static LearntFeature Feature(NumberFeatureOptions options) =>
        new(new NumberFeature(options), 9, LearntFeature.Numbers(0, 1, 2, 3, 4, 5, 6, 7, 8));

    private static void AssertVectors(FeatureModule module, double[] numbers, Func<int, double[]> expected)
    {
        torch.Tensor output = module.Forward(
            new FeatureInput(torch.zeros(numbers.Length, 0, torch.int64), torch.tensor([.. numbers.Select(number => (float)number)], [numbers.Length, 1])), []);
        Assert.Equal([numbers.Length, Length], output.shape);
        bool hasPositive = false;
        for (int row = 0; row < numbers.Length; row++)
        {
            float[] actual = output[row].contiguous().data<float>().ToArray();
            hasPositive |= actual.Any(value => value > 0);
            Assert.All(expected(row).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }

        Assert.True(hasPositive);
    }

    /// <summary><c>relu(W e + b)</c>.</summary>
    private static double[] Mapped(FeatureModule module, double[] encoded)
    {
        double[] weight = Values(module, "map.weight");
        double[] bias = Values(module, "map.bias");
        Assert.Equal(encoded.Length * Length, weight.Length);
        return [.. Enumerable.Range(0, Length).Select(component =>
            Math.Max(0, bias[component] + encoded.Select((value, from) => value * weight[(from * Length) + component]).Sum()))];
    }

    private static double[] Values(FeatureModule module, string name) =>
        [.. module.state_dict()[name].to(torch.float64).contiguous().data<double>().ToArray()];
}
