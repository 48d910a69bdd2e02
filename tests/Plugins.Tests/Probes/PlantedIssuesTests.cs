using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Probes.ExpertLearning;
using MmoePipeline.Plugins.Probes.Experts;
using MmoePipeline.Plugins.Probes.Gates;
using MmoePipeline.Plugins.Probes.GateStability;
using MmoePipeline.Plugins.Probes.GradientConflict;
using MmoePipeline.Plugins.Probes.LossScale;
using MmoePipeline.Probing;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>Issues that are made on purpose in a real network: each is reported where it is, and by no other probe.</summary>
public sealed class PlantedIssuesTests : GradientProbeFixture
{
    private const int StepsPerEpoch = 100;
    private static readonly string[] Tasks = ["one", "two"];

    [Fact]
    public void A_gate_forced_onto_an_expert_has_collapsed_and_both_are_named()
    {
        Force(task: 1, expert: 2);
        ImmutableArray<(string Probe, ProbeAlert Alert)> alerts = Train(epochs: 1, Same);
        (string probe, ProbeAlert alert) = Assert.Single(alerts);
        Assert.Equal(("gates", "collapse"), (probe, alert.Name));
        Assert.Contains("gates/two: one expert has more than 0.9 of the weight on 100.0 % of the rows", alert.Message, StringComparison.Ordinal);
        Assert.Contains($"expert {ExpertName(2)} has it on 100.0 %", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Experts_that_were_made_equal_and_have_equal_gates_are_identical()
    {
        var groups = new SharedParameterGroups(Model);
        SharedParameterGroup Expert(int expert) => groups.Groups.Single(group => group.Name == $"experts/{expert}");
        using (torch.no_grad())
        {
            foreach ((ParameterSlice from, ParameterSlice to) in Expert(0).Slices.Zip(Expert(2).Slices))
            {
                to.SelectFrom(groups.Parameters[to.Index]).copy_(from.SelectFrom(groups.Parameters[from.Index]));
            }

            // Gates that don't tell experts apart: else they would learn different things.
            foreach (Parameter parameter in Gate.parameters(recurse: true))
            {
                parameter.zero_();
            }
        }

        foreach (Parameter parameter in Gate.parameters(recurse: true))
        {
            parameter.requires_grad = false;
        }

        (string probe, ProbeAlert alert) = Assert.Single(Train(epochs: 1, Same), told => told.Alert.Name != "settled");
        Assert.Equal(("experts", "identical"), (probe, alert.Name));
        Assert.Contains(ExpertName(0), alert.Message, StringComparison.Ordinal);
        Assert.Contains(ExpertName(2), alert.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ExpertName(1), alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_is_pushed_to_and_fro_is_unstable()
    {
        ImmutableArray<(string Probe, ProbeAlert Alert)> alerts = Train(epochs: 7, Same, epoch =>
        {
            using IDisposable noGrad = torch.no_grad();
            torch.Tensor push = torch.tensor(epoch % 2 == 0 ? new[] { 1f, -1, 0 } : [-1f, 1, 0]);
            ((FanOutLinear)Gate.named_children().First().module).Bias.view(2, ExpertCount).select(0, 0).copy_(push);
        });
        (string probe, ProbeAlert alert) = Assert.Single(alerts, told => told.Alert.Name != "settled");
        Assert.Equal(("gate-stability", "unstable"), (probe, alert.Name));
        Assert.StartsWith("gate-stability/one: ", alert.Message, StringComparison.Ordinal);
    }

    /// <summary>Noise has no direction: it conflicts with no task, dominates none and starves no expert.</summary>
    [Fact]
    public void A_task_of_noise_raises_no_alarm() => Assert.DoesNotContain(
        Train(epochs: 5, (labels, random) => random), told => told.Alert.Name != "settled");

    [Fact]
    public void A_healthy_network_raises_no_alarm() => Assert.DoesNotContain(
        Train(epochs: 5, Same), told => told.Alert.Name != "settled");

    private GateBank Gate => Model.modules().OfType<GateBank>().Single();

    private static torch.Tensor Same(torch.Tensor labels, torch.Tensor noise) => labels;

    private void Force(int task, int expert)
    {
        using IDisposable noGrad = torch.no_grad();
        FanOutLinear layer = (FanOutLinear)Gate.named_children().First().module;
        layer.Bias.view(2, ExpertCount).select(0, task).select(0, expert).fill_(50);
    }

    private string ExpertName(int expert)
    {
        var trace = new ForwardTrace();
        Model.Forward(Rows(0).Features, trace);
        return trace.Gates[0].Experts[expert];
    }

    /// <summary>
    /// Trains both tasks with Adam on rows whose label follows from a number, and shows the run to all probes that need no field of a file.
    /// </summary>
    /// <param name="epochs">Epochs of <see cref="StepsPerEpoch"/> steps.</param>
    /// <param name="second">The second task's labels, from the first's and from noise.</param>
    /// <param name="afterEpoch">What is done to the network before an epoch is evaluated.</param>
    private ImmutableArray<(string Probe, ProbeAlert Alert)> Train(
        int epochs, Func<torch.Tensor, torch.Tensor, torch.Tensor> second, Action<int>? afterEpoch = null)
    {
        Clock.StepsPerEpoch = StepsPerEpoch;
        FeatureBatch fixedRows = Rows(100_000).Features;
        ProbeContext context = ProbeContexts.Of([.. Tasks], Model, Layout, new ProbeSample(fixedRows, torch.zeros(12, 2)), Clock);
        using var stability = new GateStabilityProbe(new(), context);
        ImmutableArray<(string Name, Probe Probe)> probes =
        [
            ("gates", new GatesProbe(new(), context)), ("gate-stability", stability),
            ("gradient-conflict", new GradientConflictProbe(new(), context)), ("expert-learning", new ExpertLearningProbe(new(), context)),
            ("experts", new ExpertsProbe(new(), context)), ("loss-scale", new LossScaleProbe(new(), context)),
        ];

        using var adam = torch.optim.Adam(Model.parameters().Where(parameter => parameter.requires_grad), 0.001);
        var alerts = ImmutableArray.CreateBuilder<(string, ProbeAlert)>();
        long count = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            Clock.Epoch = epoch;
            Model.train();
            for (int step = 0; step < StepsPerEpoch; step++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                count++;
                (FeatureBatch features, torch.Tensor values) = Rows((int)count);
                torch.Tensor labels = features.Numeric.select(1, 0).gt(0).to(torch.float32);
                torch.Tensor logits = Model.Forward(features).Logits;
                torch.Tensor losses = torch.stack(
                [
                    torch.nn.functional.binary_cross_entropy_with_logits(logits.select(1, 0), labels),
                    torch.nn.functional.binary_cross_entropy_with_logits(
                        logits.select(1, 1), second(labels, values.select(1, 0).gt(0).to(torch.float32))),
                ]);
                Probe[] due = [.. probes.Select(named => named.Probe).Where(probe => probe.IsDue(count))];
                ProbedStep probed = new(losses, [.. Model.SharedParameters]) { Weights = torch.ones(2) };
                foreach (Probe probe in due)
                {
                    probe.OnLosses(probed);
                }

                adam.zero_grad();
                losses.sum().backward();
                adam.step();
                using IDisposable noGrad = torch.no_grad();
                foreach (Probe probe in due)
                {
                    probe.OnStepped(probed);
                }
            }

            afterEpoch?.Invoke(epoch);
            using (torch.no_grad())
            using (torch.NewDisposeScope())
            {
                Model.eval();
                var trace = new ForwardTrace();
                torch.Tensor logits = Model.Forward(fixedRows, trace).Logits;
                foreach ((string name, Probe probe) in probes)
                {
                    probe.OnValidationBatch(new ProbedBatch(fixedRows, torch.zeros(12, 2), logits, trace));
                    alerts.AddRange(probe.OnValidationCompleted().Alerts.Select(alert => (name, alert)));
                }
            }
        }

        return alerts.ToImmutable();
    }
}
