using CsCheck;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Architectures.Esmm;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class EsmmTests : ArchitectureFixture
{
    private static readonly EsmmOptions Plain = new()
    {
        Click = "click",
        Conversion = "buy",
        Tower = new TowerOptions { Hidden = [5] },
    };

    /// <summary>The conversion's probability is the product of two towers' probabilities.</summary>
    [Fact]
    public void Is_what_the_paper_says()
    {
        using EsmmModel model = Model(Plain, "buy", "like", "click");
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("bottom.embedding", row);
            double[] towers = [.. Enumerable.Range(0, 3).Select(task => network.Tower("towers", input, task))];
            double product = SlowNetwork.Sigmoid(towers[2]) * SlowNetwork.Sigmoid(towers[0]);
            return [Math.Log(product / (1 - product)), towers[1], towers[2]];
        });
    }

    [Fact]
    public void Towers_read_mixtures_where_there_are_experts()
    {
        using EsmmModel model = Model(Plain with { Experts = [Experts(3, 4)] }, "click", "buy");
        AssertIs(model, (network, row) =>
        {
            double[] input = network.Embed("bottom.embedding", row);
            double[][] experts = network.Experts("bottom.experts", input, 3);
            double[] towers =
            [
                .. Enumerable.Range(0, 2).Select(task => network.Tower(
                    "towers", SlowNetwork.Mix(network.Gate("bottom.gates", input, task, 2), experts), task)),
            ];
            double product = SlowNetwork.Sigmoid(towers[0]) * SlowNetwork.Sigmoid(towers[1]);
            return [towers[0], Math.Log(product / (1 - product))];
        });
    }

    [Fact]
    public void The_logit_of_a_product_is_exact_and_stable()
    {
        Gen.Double[-30, 30].Array[2].Sample(
            logits =>
            {
                (double first, double second) = (logits[0], logits[1]);
                double product = SlowNetwork.Sigmoid(first) * SlowNetwork.Sigmoid(second);

                // 1 - p q without a difference of near numbers.
                double rest = SlowNetwork.Sigmoid(-first) + (SlowNetwork.Sigmoid(first) * SlowNetwork.Sigmoid(-second));
                return Math.Abs(LogitOfProduct(first, second) - Math.Log(product / rest)) < 1e-9;
            },
            iter: 300);
        Assert.Equal(-2000, LogitOfProduct(-1000, -1000), 1e-9);
        Assert.Equal(-1000, LogitOfProduct(1000, -1000), 1e-9);
        Assert.Equal(1000 - Math.Log(2), LogitOfProduct(1000, 1000), 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Shared_parameters_are_those_behind_the_click(bool experts)
    {
        using EsmmModel model = Model(Plain with { Experts = experts ? [Experts(3, 4)] : [] }, "buy", "like", "click");
        AssertSharedParametersAreThoseOfSeveralTasks(model, 3);
    }

    [Fact]
    public void An_unknown_task_is_refused()
    {
        ProblemAssert.Throws(() => Model(Plain, "click", "like"), "MMOE1301 model.conversion");
    }

    [Fact]
    public void A_task_that_is_not_binary_is_refused()
    {
        ModelContext context = Context(Random, "click", "buy");
        ProblemAssert.Throws(
            () => new EsmmModel(
                Plain, context with { Tasks = [context.Tasks[0] with { Type = "regression" }, context.Tasks[1] with { Type = "binary" }] }),
            "MMOE1302 model.click");
    }

    private static double LogitOfProduct(double first, double second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return EsmmModel.LogitOfProduct(torch.tensor(first), torch.tensor(second)).item<double>();
    }

    private EsmmModel Model(EsmmOptions options, params string[] tasks) => new(options, BinaryContext(tasks));
}
