using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.Architectures.SharedBottom;
using MmoePipeline.Plugins.GateRegularizers.Temperature;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Architectures;

public sealed class MmoeTests : NetworkFixture
{
    /// <summary>Equations 5 to 7 of the paper, written out with loops over samples, tasks and experts.</summary>
    [Fact]
    public void Is_what_the_paper_says()
    {
        using MmoeModel model = Model();
        FeatureBatch batch = Batch(6);
        var trace = new ForwardTrace();
        torch.Tensor logits = model.Forward(batch, trace).Logits;
        Assert.Equal([6, 2], logits.shape);

        Dictionary<string, Values> parameters = model.named_parameters().ToDictionary(
            named => named.name, named => new Values(named.parameter.data<float>().ToArray()));
        for (int row = 0; row < 6; row++)
        {
            double[] x = Input(batch, row, parameters["embedding.table"]);
            double[][] experts = [.. Enumerable.Range(0, 3).Select(e => Relu(
                Enumerable.Range(0, 4).Select(o => parameters["experts.0.layers.0.bias"][(e * 4) + o]
                    + x.Select((value, i) => value * parameters["experts.0.layers.0.weight"][(i * 12) + (e * 4) + o]).Sum())))];
            for (int task = 0; task < 2; task++)
            {
                int t = task;
                double[] gate = Softmax([.. Enumerable.Range(0, 3).Select(e => parameters["gates.0.bias"][(t * 3) + e]
                    + x.Select((value, i) => value * parameters["gates.0.weight"][(i * 6) + (t * 3) + e]).Sum())]);
                double[] mixed = [.. Enumerable.Range(0, 4).Select(o => gate.Select((weight, e) => weight * experts[e][o]).Sum())];
                double[] hidden = Relu(Enumerable.Range(0, 5).Select(h => parameters["towers.hidden.0.bias"][(t * 5) + h]
                    + mixed.Select((value, o) => value * parameters["towers.hidden.0.weight"][(t * 20) + (o * 5) + h]).Sum()));
                double expected = parameters["towers.output0.bias"][t]
                    + hidden.Select((value, h) => value * parameters["towers.output0.weight"][(t * 5) + h]).Sum();

                Assert.Equal(expected, logits[row, task].item<float>(), 1e-5);
                for (int e = 0; e < 3; e++)
                {
                    Assert.Equal(gate[e], trace.Gates[0].Weights[row, task, e].item<float>(), 1e-6);
                }
            }
        }
    }

    /// <summary>Each parameter's gradient against central differences of the loss.</summary>
    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using MmoeModel model = Model();
        FeatureBatch batch = Batch(8);
        torch.Tensor target = Random.Open("target").Normal([8, 2]);
        Loss(model, batch, target).backward();
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            // Central differences in float32 carry an error of about 1e-3; the largest entry is the best determined one.
            torch.Tensor gradient = parameter.grad!.flatten();
            long index = gradient.abs().argmax().item<long>();
            double analytic = gradient[index].item<float>();
            double numeric = Difference(model, batch, target, parameter, index, 1e-2f);
            Assert.True(
                Math.Abs(analytic - numeric) <= (0.03 * Math.Abs(analytic)) + 2e-3, $"{name}: {analytic} against {numeric}");
        }
    }

    /// <summary>With all gate parameters at zero the gates weigh evenly, and the mixture is a mean.</summary>
    [Fact]
    public void With_even_gates_it_is_the_shared_bottom_of_the_same_experts()
    {
        using MmoeModel mixture = Model();
        using var random = new Randomness.RandomStreams(11);
        using var bottom = new SharedBottomModel(
            new SharedBottomOptions { Experts = [Experts(3, 4)], Tower = new TowerOptions { Hidden = [5] } }, Context(random, "one", "two"));
        using (torch.no_grad())
        {
            foreach ((string name, Parameter parameter) in mixture.named_parameters().Where(named => named.name.StartsWith("gates", StringComparison.Ordinal)))
            {
                parameter.zero_();
            }
        }

        FeatureBatch batch = Batch(6);
        torch.Tensor difference = mixture.Forward(batch).Logits - bottom.Forward(batch).Logits;
        Assert.Equal(0, difference.abs().max().item<float>(), 1e-6);
    }

    /// <summary>What an expert learns from a task is scaled by the task's gate: a gate at 0 hides the expert.</summary>
    [Fact]
    public void An_expert_that_no_gate_weighs_gets_no_gradient()
    {
        using MmoeModel model = Model();
        using (torch.no_grad())
        {
            Dictionary<string, Parameter> parameters = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
            parameters["gates.0.weight"].zero_();
            parameters["gates.0.bias"].copy_(torch.tensor(new[] { 0f, 0, -1000, 0, 0, -1000 }));
        }

        Loss(model, Batch(8), torch.ones(8, 2)).backward();
        torch.Tensor gradient = model.named_parameters()
            .First(named => named.name == "experts.0.layers.0.weight").parameter.grad!.view(-1, 3, 4);
        Assert.True(gradient.select(1, 0).abs().max().item<float>() > 0);
        Assert.Equal(0, gradient.select(1, 2).abs().max().item<float>());
    }

    /// <summary>
    /// The gate as a sample weight: what a task's loss tells an expert's output is the gate's weight times what it tells the mixture.
    /// </summary>
    [Fact]
    public void A_gate_is_the_weight_of_its_task_s_samples_at_an_expert()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([3, 5, 4]).requires_grad_();
        torch.Tensor weights = Random.Open("gates").Normal([5, 2, 3]).softmax(-1);
        torch.Tensor mixed = Mixture.Combine(weights, outputs);
        mixed.retain_grad();
        torch.Tensor direction = Random.Open("direction").Normal([5, 4]);
        (mixed[1].tanh() * direction).sum().backward();
        for (int expert = 0; expert < 3; expert++)
        {
            torch.Tensor expected = weights.select(1, 1).select(1, expert).unsqueeze(1) * mixed.grad![1];
            Assert.Equal(0, (outputs.grad![expert] - expected).abs().max().item<float>(), 1e-6);
        }
    }

    [Fact]
    public void Banks_of_different_kinds_mix_and_have_names()
    {
        using var model = new MmoeModel(
            new MmoeOptions { Experts = [Experts(2, 8, 4), Slot<IExpert>("linear", () => new LinearExperts(4))] }, Context(Random, "one"));
        var trace = new ForwardTrace();
        model.Forward(Batch(3), trace);
        Assert.Equal(["0.mlp.0", "0.mlp.1", "1.linear.0", "1.linear.1"], trace.Experts[0].Experts.AsEnumerable());
        Assert.Equal([4, 3, 4], trace.Experts[0].Outputs.shape);
    }

    [Fact]
    public void Banks_of_different_widths_are_refused()
    {
        ProblemAssert.Throws(
            () => new MmoeModel(
                new MmoeOptions { Experts = [Experts(2, 8), Slot<IExpert>("linear", () => new LinearExperts(4))] }, Context(Random, "one")),
            "MMOE1303 linear");
    }

    [Fact]
    public void Regularizers_act_in_the_configured_order()
    {
        using var model = new MmoeModel(
            new MmoeOptions
            {
                Experts = [Experts(3, 4)],
                Gate = new GateOptions
                {
                    Hidden = [6],
                    Regularizers =
                    [
                        Slot<GateRegularizer, GateContext>("t", context => new GateTemperature(
                            new GateTemperatureOptions { Scale = 1e6 }, new GateRegularizers.StoppedClock(), context)),
                        Slot<GateRegularizer>("add", () => new Shift()),
                    ],
                },
            },
            Context(Random, "one"));
        var trace = new ForwardTrace();
        model.Forward(Batch(3), trace);

        // The temperature flattens the logits, then the first gets log(2) more: weights 2 to 1 to 1.
        Assert.Equal([0.5f, 0.25f, 0.25f], trace.Gates[0].Weights[0, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    private MmoeModel Model() => new(
        new MmoeOptions { Experts = [Experts(3, 4)], Tower = new TowerOptions { Hidden = [5] } }, Context(Random, "one", "two"));

    private static torch.Tensor Loss(MmoeModel model, FeatureBatch batch, torch.Tensor target) =>
        (model.Forward(batch).Logits - target).square().sum();

    private static double Difference(
        MmoeModel model, FeatureBatch batch, torch.Tensor target, Parameter parameter, long index, float step)
    {
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor entry = parameter.view(-1)[index];
        entry.add_(step);
        double above = Loss(model, batch, target).item<float>();
        entry.sub_(2 * step);
        double below = Loss(model, batch, target).item<float>();
        entry.add_(step);
        return (above - below) / (2 * step);
    }

    private static double[] Input(FeatureBatch batch, int row, Values table)
    {
        double[] Vector(int field)
        {
            int at = (int)batch.Categorical[row, field].item<long>();
            return [table[at * 2], table[(at * 2) + 1]];
        }

        return [.. Vector(0), .. Vector(1), batch.Numeric[row, 0].item<float>()];
    }

    private static double[] Relu(IEnumerable<double> values) => [.. values.Select(value => Math.Max(value, 0))];

    private static double[] Softmax(double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    private sealed class Values(float[] values)
    {
        public double this[int index] => values[index];
    }

    private sealed class Shift() : GateRegularizer("shift")
    {
        public override torch.Tensor OnLogits(torch.Tensor logits) => logits + torch.tensor(new[] { (float)Math.Log(2), 0, 0 });
    }

    private sealed class LinearExperts(int width) : IExpert
    {
        public ExpertBank CreateBank(ExpertContext context) =>
            new LoopedExpertBank([torch.nn.Linear(context.InputWidth, width), torch.nn.Linear(context.InputWidth, width)], width);
    }
}
