using FactorizationMachineExpert;
using LowRankExpert;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Randomness;
using MmoePipeline.Testing;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Examples.Tests;

public sealed class FactorizationMachineTests
{
    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<FactorizationMachineExperts>();

    [Fact]
    public void So_do_low_rank_experts() => PluginConformance.Verify<LowRankExperts>();

    /// <summary>Rendle's equation 1 as it is written: a loop over all pairs.</summary>
    [Fact]
    public void Values_are_those_of_the_sum_over_pairs()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new RandomStreams(3);
        var options = new FactorizationMachineExpertsOptions { Count = 2, Width = 3, Factors = 4, InitialDeviation = 1 };
        using ExpertBank bank = new FactorizationMachineExperts(options).CreateBank(new ExpertContext
        {
            Path = "model.experts.0",
            Name = "experts.0",
            InputWidth = 5,
            Random = random,
            Device = torch.CPU,
        });
        Dictionary<string, Parameter> parameters = bank.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        double[,] x = Matrix(random.Open("input").Normal([6, 5]), out torch.Tensor input);
        double[,] weight = Matrix(parameters["linear.weight"], out _);
        double[,] factors = Matrix(parameters["factors"], out _);
        torch.Tensor output = bank.Forward(input);
        Assert.Equal([2, 6, 3], output.shape);
        for (int row = 0; row < 6; row++)
        {
            for (int machine = 0; machine < 6; machine++)
            {
                double expected = parameters["linear.bias"][machine].item<float>();
                for (int i = 0; i < 5; i++)
                {
                    expected += weight[i, machine] * x[row, i];
                    for (int j = i + 1; j < 5; j++)
                    {
                        for (int factor = 0; factor < 4; factor++)
                        {
                            expected += factors[i, (machine * 4) + factor] * factors[j, (machine * 4) + factor] * x[row, i] * x[row, j];
                        }
                    }
                }

                Assert.Equal(expected, output[machine / 3, row, machine % 3].item<float>(), 1e-4 * (1 + Math.Abs(expected)));
            }
        }
    }

    private static double[,] Matrix(torch.Tensor tensor, out torch.Tensor same)
    {
        same = tensor;
        float[] values = [.. tensor.detach().contiguous().data<float>()];
        var matrix = new double[tensor.size(0), tensor.size(1)];
        Buffer.BlockCopy(Array.ConvertAll(values, value => (double)value), 0, matrix, 0, values.Length * sizeof(double));
        return matrix;
    }
}
