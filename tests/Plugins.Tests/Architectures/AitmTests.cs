using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Aitm;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class AitmTests : ArchitectureFixture
{
    private static readonly AitmOptions Plain = new() { Hidden = [4], Tower = new TowerOptions { Hidden = [5] } };

    /// <summary>Equations 3 to 6 along a chain that is not in the configured order, and 8 as the penalty.</summary>
    [Fact]
    public void Is_what_the_paper_says()
    {
        using AitmModel model = Model(Plain with { Chain = ["two", "three", "one"], CalibratorWeight = 0.7 }, "one", "two", "three");
        int[] chain = [1, 2, 0];
        AssertIs(
            model,
            (network, rows) => [.. rows.Select(row =>
            {
                double[] input = network.Embed("bottom.embedding", row);
                return Logits(network, [input, input, input], chain);
            })],
            logits => 0.7 * chain.Skip(1).Select((task, index) => logits.Average(row =>
                Math.Max(0, SlowNetwork.Sigmoid(row[task]) - SlowNetwork.Sigmoid(row[chain[index]])))).Sum());
    }

    [Fact]
    public void Tasks_outside_of_the_chain_stand_alone()
    {
        using AitmModel model = Model(Plain with { Chain = ["three", "one"], CalibratorWeight = 0 }, "one", "two", "three");
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("bottom.embedding", row);
            return Logits(network, [input, input, input], [2, 0]);
        });
    }

    [Fact]
    public void Own_layers_read_mixtures_where_there_are_experts()
    {
        using AitmModel model = Model(Plain with { Experts = [Experts(3, 4)], CalibratorWeight = 0 }, "one", "two");
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("bottom.embedding", row);
            double[][] experts = network.Experts("bottom.experts", input, 3);
            return Logits(
                network,
                [.. Enumerable.Range(0, 2).Select(task => SlowNetwork.Mix(network.Gate("bottom.gates", input, task, 2), experts))],
                [0, 1]);
        });
    }

    [Theory]
    [InlineData(false, "one", "two", "three")]
    [InlineData(true, "one", "two", "three")]
    [InlineData(true, "three", "one")]
    [InlineData(false, "two", "one")]
    public void Shared_parameters_are_those_before_the_last_step(bool experts, params string[] chain)
    {
        using AitmModel model = Model(
            Plain with { Chain = [.. chain], Shared = new() { SharedLayers = [6] }, Experts = experts ? [Experts(3, 4)] : [] }, "one", "two", "three");
        AssertSharedParametersAreThoseOfSeveralTasks(model, 3);
    }

    [Fact]
    public void The_calibrator_is_a_part_of_training_only()
    {
        using AitmModel model = Model(Plain, "one", "two");
        model.eval();
        Assert.Null(model.Forward(Features).Penalty);
        model.train();
        Assert.NotNull(model.Forward(Features).Penalty);
    }

    [Fact]
    public void Attention_is_reported_as_a_gate()
    {
        using AitmModel model = Model(Plain, "one", "two");
        var trace = new ForwardTrace();
        model.Forward(Features, trace);
        GateActivation gate = Assert.Single(trace.Gates);
        Assert.Equal(["two"], gate.Gates.AsEnumerable());
        Assert.Equal(["one", "two"], gate.Experts.AsEnumerable());
        Assert.Equal([24, 1, 2], gate.Weights.shape);
    }

    [Fact]
    public void A_chain_of_one_task_is_refused()
    {
        ProblemAssert.Throws(() => Model(Plain, "one"), "MMOE1308 model.chain");
    }

    private static double[] Logits(SlowNetwork network, double[][] inputs, int[] chain)
    {
        double[][] states = [.. inputs.Select((input, task) => SlowNetwork.Relu(network.FanOut($"own{task}.0", input, 0, 1)))];
        for (int link = 0; link < chain.Length - 1; link++)
        {
            double[] transferred = network.FanOut($"link{link}.transfer", states[chain[link]], 0, 1);
            double[][] sources = [transferred, states[chain[link + 1]]];
            double[] weights = SlowNetwork.Softmax([.. sources.Select(source =>
                network.FanOut($"link{link}.attention", source, 1, 3).Zip(network.FanOut($"link{link}.attention", source, 2, 3))
                    .Sum(pair => pair.First * pair.Second) / Math.Sqrt(4))]);
            states[chain[link + 1]] = SlowNetwork.Mix(
                weights, [.. sources.Select(source => network.FanOut($"link{link}.attention", source, 0, 3))]);
        }

        return [.. states.Select((state, task) => network.Tower("towers", state, task))];
    }

    private AitmModel Model(AitmOptions options, params string[] tasks) => new(options, BinaryContext(tasks));
}
