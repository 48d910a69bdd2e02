using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Experts.Attention;
using MmoePipeline.Plugins.Experts.Cross;
using MmoePipeline.Plugins.Experts.Glu;
using MmoePipeline.Plugins.Experts.Mask;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Plugins.Experts.Residual;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Experts;

/// <summary>Each kind of bank against its formula, written out expert by expert and row by row in double precision.</summary>
public sealed class ExpertFormulaTests : NetworkFixture
{
    private const int Count = 3;
    private const int Rows = 4;

    [Fact]
    public void Mlp_normalises_before_its_activation()
    {
        var options = new MlpExpertsOptions { Count = Count, Hidden = [6, 4], Activation = Activation.Tanh, Normalization = Normalization.Layer };
        using var bank = new MlpExpertBank(options, Site());
        Check(bank, (p, e, x) => Tanh(Norm(
            p, "layers.normalization1", e, Affine(p, "layers.1", e, Tanh(Norm(p, "layers.normalization0", e, FanOut(p, "layers.0", e, Count, x)))))));
    }

    [Fact]
    public void Dropout_leaves_out_its_share_while_training_only()
    {
        using var bank = new MlpExpertBank(new MlpExpertsOptions { Count = 2, Hidden = [4000], Activation = Activation.Tanh, Dropout = 0.25 }, Site());
        bank.eval();
        torch.Tensor input = Input();
        torch.Tensor whole = bank.Forward(input);
        Assert.Equal(0, (whole == 0).sum().item<long>());
        bank.train();
        torch.Tensor kept = bank.Forward(input);
        double share = (kept == 0).to(torch.float64).mean().item<double>();
        Assert.Equal(0.25, share, 5 * Math.Sqrt(0.25 * 0.75 / whole.numel()));
        Assert.Equal(0, ((kept - (whole / 0.75f)) * (kept != 0)).abs().max().item<float>(), 1e-5);
    }

    [Fact]
    public void Residual_blocks_add_to_what_they_read()
    {
        var options = new ResidualExpertsOptions { Count = Count, Width = 5, Hidden = 7, Blocks = 2 };
        using var bank = new ResidualExpertBank(options, Site());
        Check(bank, (p, e, x) =>
        {
            double[] h = FanOut(p, "entry", e, Count, x);
            for (int block = 0; block < 2; block++)
            {
                double[] inner = Relu(Affine(p, $"{block}.into", e, Norm(p, $"{block}.normalization", e, h)));
                h = [.. h.Zip(Affine(p, $"{block}.back", e, inner), (a, b) => a + b)];
            }

            return h;
        });
    }

    [Theory]
    [InlineData(GluGate.Sigmoid)]
    [InlineData(GluGate.Silu)]
    public void Glu_gates_one_half_by_the_other(GluGate gate)
    {
        using var bank = new GluExpertBank(new GluExpertsOptions { Count = Count, Hidden = [5, 3], Gate = gate }, Site());
        double[] Gated(double[] halves) =>
        [
            .. Enumerable.Range(0, halves.Length / 2).Select(i =>
            {
                double v = halves[(halves.Length / 2) + i];
                return halves[i] * (gate == GluGate.Silu ? v : 1) / (1 + Math.Exp(-v));
            }),
        ];
        Check(bank, (p, e, x) => Gated(Affine(p, "1", e, Gated(FanOut(p, "0", e, Count, x)))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Cross_multiplies_by_the_first_input(int? rank)
    {
        using var bank = new CrossExpertBank(new CrossExpertsOptions { Count = Count, Layers = 2, Rank = rank, Width = 3 }, Site());
        Check(bank, (p, e, x) =>
        {
            double[] crossed = x;
            for (int layer = 0; layer < 2; layer++)
            {
                double[] narrow = rank is null ? crossed : Product(p[$"{layer}.narrowing"], e, crossed, rank.Value);
                double[] mapped = Affine(p, $"{layer}.map", e, narrow);
                crossed = [.. crossed.Select((value, i) => (x[i] * mapped[i]) + value)];
            }

            return Affine(p, "output", e, crossed);
        });
    }

    [Fact]
    public void Mask_scales_by_what_the_input_says()
    {
        using var bank = new MaskExpertBank(new MaskExpertsOptions { Count = Count, Hidden = [6, 4], Reduction = 1.5 }, Site());
        Check(bank, (p, e, x) =>
        {
            // The fields are two embeddings of two values and a number.
            double[] h = [.. Standardized(x[..2]), .. Standardized(x[2..4]), x[4]];
            for (int block = 0; block < 2; block++)
            {
                double[] mask = Affine(p, $"{block}.projection", e, Relu(FanOut(p, $"{block}.aggregation", e, Count, x)));
                h = Relu(Norm(p, $"{block}.normalization", e, Affine(p, $"{block}.map", e, [.. mask.Zip(h, (m, v) => m * v)])));
            }

            return h;
        });
    }

    [Fact]
    public void Attention_gathers_from_all_fields_head_by_head()
    {
        const int Heads = 2;
        const int Width = 3;
        using var bank = new AttentionExpertBank(new AttentionExpertsOptions { Count = Count, Heads = Heads, HeadWidth = Width, Width = 4 }, Site(), Layout);
        Check(bank, (p, e, x) =>
        {
            double[] numeric = p["numeric"];
            double[][] fields = [x[..2], x[2..4], [x[4] * numeric[0], x[4] * numeric[1]]];

            // Queries, keys, values and the way around, one after another for each expert.
            double[][][] projected =
            [
                .. Enumerable.Range(0, 4).Select(part => fields.Select(field =>
                    FanOut(p, "projections", (e * 4) + part, Count * 4, field)).ToArray()),
            ];
            var gathered = new List<double>();
            for (int field = 0; field < 3; field++)
            {
                for (int head = 0; head < Heads; head++)
                {
                    Range columns = (head * Width)..((head + 1) * Width);
                    double[] scores =
                    [
                        .. Enumerable.Range(0, 3).Select(other => Math.Exp(
                            projected[0][field][columns].Zip(projected[1][other][columns], (q, k) => q * k).Sum() / Math.Sqrt(Width))),
                    ];
                    for (int i = 0; i < Width; i++)
                    {
                        double attended = Enumerable.Range(0, 3).Sum(other => scores[other] / scores.Sum() * projected[2][other][(head * Width) + i]);
                        gathered.Add(Math.Max(0, attended + projected[3][field][(head * Width) + i]));
                    }
                }
            }

            return Affine(p, "output", e, [.. gathered]);
        });
    }

    private void Check(ExpertBank bank, Func<Dictionary<string, double[]>, int, double[], double[]> expert)
    {
        torch.Tensor input = Input();
        torch.Tensor outputs = bank.Forward(input);
        Dictionary<string, double[]> parameters = bank.named_parameters().ToDictionary(
            named => named.name, named => named.parameter.data<float>().Select(value => (double)value).ToArray());
        for (int e = 0; e < bank.Count; e++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double[] expected = expert(parameters, e, [.. input[row].data<float>().Select(value => (double)value)]);
                Assert.Equal(bank.OutputWidth, expected.Length);
                float[] actual = outputs[e, row].contiguous().data<float>().ToArray();
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }
    }

    /// <summary>A map of a fan-out: its columns stand among those of the others.</summary>
    private static double[] FanOut(Dictionary<string, double[]> p, string name, int map, int maps, double[] x)
    {
        double[] bias = p[$"{name}.bias"];
        int width = bias.Length / maps;
        return
        [
            .. Enumerable.Range(map * width, width).Select(column =>
                bias[column] + x.Select((value, i) => value * p[$"{name}.weight"][(i * bias.Length) + column]).Sum()),
        ];
    }

    private static double[] Affine(Dictionary<string, double[]> p, string name, int e, double[] x)
    {
        double[] bias = p[$"{name}.bias"];
        int width = bias.Length / Count;
        return [.. Product(p[$"{name}.weight"], e, x, width).Select((value, i) => value + bias[(e * width) + i])];
    }

    private static double[] Product(double[] weights, int e, double[] x, int width) =>
    [
        .. Enumerable.Range(0, width).Select(column =>
            x.Select((value, i) => value * weights[(e * x.Length * width) + (i * width) + column]).Sum()),
    ];

    private static double[] Norm(Dictionary<string, double[]> p, string name, int e, double[] x) =>
        [.. Standardized(x).Select((value, i) => (value * p[$"{name}.scale"][(e * x.Length) + i]) + p[$"{name}.shift"][(e * x.Length) + i])];

    private static double[] Standardized(double[] x)
    {
        double mean = x.Average();
        double deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        return [.. x.Select(value => (value - mean) / deviation)];
    }

    private static double[] Relu(double[] x) => [.. x.Select(value => Math.Max(0, value))];

    private static double[] Tanh(double[] x) => [.. x.Select(Math.Tanh)];

    private ExpertContext Site() => new()
    {
        Path = "model.experts.0",
        Name = "experts.0",
        InputWidth = Layout.InputWidth,
        Features = Layout,
        Random = Random,
        Device = torch.CPU,
    };

    private torch.Tensor Input() => Random.Open("input").Normal([Rows, Layout.InputWidth]);
}
