using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Home;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class HomeTests : ArchitectureFixture
{
    private const int Groups = 2;

    private static readonly int[] GroupOfTask = [0, 1, 0];

    /// <summary>Both levels with all gates, the experts normalized over the batch, written with loops.</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 0)]
    public void Is_what_the_paper_says(int count, int rank)
    {
        using HomeModel model = Model(count, rank);
        AssertIs(model, (SlowNetwork network, SlowRow[] rows) => Logits(network, rows, count, rank));
    }

    [Fact]
    public void Shared_parameters_depend_on_the_groups()
    {
        using HomeModel model = Model(2, 3);
        AssertSharedParametersAreThoseOfSeveralTasks(model, 3);
    }

    /// <summary>In evaluation, a row's prediction doesn't depend on the rows beside it.</summary>
    [Fact]
    public void Evaluation_normalizes_by_running_figures()
    {
        using HomeModel model = Model(2, 3);
        model.train();
        for (int step = 0; step < 3; step++)
        {
            model.Forward(Features);
        }

        model.eval();
        FeatureBatch all = Features;
        torch.Tensor whole = model.Forward(all).Logits.narrow(0, 0, 3);
        torch.Tensor part = model.Forward(new FeatureBatch(all.Categorical.narrow(0, 0, 3), all.Numeric.narrow(0, 0, 3))).Logits;
        Assert.Equal(0, (whole - part).abs().max().item<float>(), 1e-5);
        model.train();
        torch.Tensor training = model.Forward(all).Logits.narrow(0, 0, 3);
        Assert.True((training - whole).abs().max().item<float>() > 1e-3);
    }

    [Fact]
    public void The_mask_hides_what_does_not_belong_to_a_task()
    {
        using HomeModel model = Model(2, 3);
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        Assert.Equal(["shared", "group0", "group1", "one", "two", "three"], trace.Gates.SelectMany(gate => gate.Gates));
        Assert.Equal(6, trace.Gates[0].Experts.Length);
        Assert.Equal(["shared.0", "shared.1", "group1.0", "group1.1"], trace.Gates[2].Experts.AsEnumerable());
        Assert.Equal(
            ["shared.0", "shared.1", "group0.0", "group0.1", "task.three.0", "task.three.1"], trace.Gates[5].Experts.AsEnumerable());
        Assert.Equal([12, 24, 3], trace.Experts[1].Outputs.shape);
    }

    [Fact]
    public void Groups_of_other_tasks_are_refused()
    {
        ProblemAssert.Throws(
            () => new HomeModel(new HomeOptions { Groups = [["one", "four"]] }, Context(Random, "one", "two")),
            "MMOE1301 model.groups",
            "MMOE1307 model.groups");
    }

    private static double[][] Logits(SlowNetwork network, SlowRow[] rows, int count, int rank)
    {
        double[][] input = [.. rows.Select(row => network.Embed("embedding", row))];
        double[][][][] first = [.. Enumerable.Range(0, 3).Select(set => Experts(network, $"level0.experts{set}", input, count, rank))];
        double[][] shared = Mix(network, "level0", 0, input, [first[0], first[1], first[2]], first[0]);
        double[][][] group = [.. Enumerable.Range(0, Groups).Select(index =>
            Mix(network, "level0", index + 1, input, [first[0], first[index + 1]], first[index + 1]))];
        double[][][][] second =
        [
            Experts(network, "level1.experts0", shared, count, rank),
            .. group.Select((part, index) => Experts(network, $"level1.experts{index + 1}", part, count, rank)),
        ];
        var logits = rows.Select(_ => new double[3]).ToArray();
        for (int task = 0; task < 3; task++)
        {
            double[][] part = group[GroupOfTask[task]];
            double[][][] own = Experts(network, $"level1.experts{1 + Groups + task}", part, count, rank);
            double[][] read = [.. part.Zip(shared, (a, b) => a.Concat(b).ToArray())];
            double[][] mixed = Mix(network, "level1", task, read, [second[0], second[1 + GroupOfTask[task]], own], own);
            for (int row = 0; row < rows.Length; row++)
            {
                logits[row][task] = network.Tower("towers", mixed[row], task);
            }
        }

        return logits;
    }

    /// <summary>For each expert, for each row, its output.</summary>
    private static double[][][] Experts(SlowNetwork network, string name, double[][] rows, int count, int rank) =>
    [
        .. Enumerable.Range(0, count).Select(expert =>
        {
            double[][] raw =
            [
                .. rows.Select(row =>
                {
                    double[] read = rank == 0
                        ? row
                        : [.. network.Parallel($"{name}.widen", network.Parallel($"{name}.narrow", row, expert), expert)
                            .Zip(row, (gate, value) => 2 * SlowNetwork.Sigmoid(gate) * value)];
                    return network.Parallel($"{name}.last", SlowNetwork.Relu(network.Parallel($"{name}.hidden.0", read, expert)), expert);
                }),
            ];
            int width = raw[0].Length;
            foreach (int column in Enumerable.Range(0, width))
            {
                double mean = raw.Average(row => row[column]);
                double variance = raw.Average(row => Math.Pow(row[column] - mean, 2));
                foreach (double[] row in raw)
                {
                    double normal = (network[$"{name}.norm.scale"][(expert * width) + column] * (row[column] - mean) / Math.Sqrt(variance + 1e-5))
                        + network[$"{name}.norm.shift"][(expert * width) + column];
                    row[column] = normal * SlowNetwork.Sigmoid(normal);
                }
            }

            return raw;
        }),
    ];

    private static double[][] Mix(
        SlowNetwork network, string level, int mixture, double[][] read, double[][][][] sets, double[][][] own) =>
    [
        .. read.Select((input, row) =>
        {
            double[] gate = network.Gate($"{level}.gate{mixture}", input, 0, 1);
            double[] mixed = SlowNetwork.Mix(gate, [.. sets.SelectMany(set => set.Select(expert => expert[row]))]);
            double[] logits = network.FanOut($"{level}.self{mixture}.logits", input, 0, 1);
            double[] self = SlowNetwork.Mix(
                logits.Length == 1 ? [SlowNetwork.Sigmoid(logits[0])] : SlowNetwork.Softmax(logits), [.. own.Select(expert => expert[row])]);
            return mixed.Zip(self, (a, b) => a + b).ToArray();
        }),
    ];

    private HomeModel Model(int count, int rank) => new(
        new HomeOptions
        {
            Groups = [["three", "one"], ["two"]],
            Count = count,
            Hidden = [4, 3],
            FeatureGateRank = rank,
            Tower = new TowerOptions { Hidden = [5] },
        },
        Context(Random, "one", "two", "three"));
}
