using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration;
using MmoePipeline.Host.CommandLine;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Training;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.Probes.Gates;
using MmoePipeline.Plugins.Probes.GateStability;
using MmoePipeline.Plugins.Probes.GradientConflict;
using MmoePipeline.Plugins.Probes.LossScale;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Host.Tests.Probing;

/// <summary>Every cure that a probe proposes for a network is a configuration from which that run can be built again.</summary>
public sealed class CuresTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));
    private static readonly FeatureLayout Layout = new([new("a", 3, 0), new("b", 4, 3)], ["x"], 2);

    [Theory]
    [InlineData("census.json", true, true)]
    [InlineData("census-shared-bottom.json", false, true)]
    [InlineData("census-aitm.json", true, true)]
    [InlineData("census-single-task.json", true, false)]
    [InlineData("census-cgc.json", true, true)]
    [InlineData("census-ple.json", true, true)]
    [InlineData("census-home.json", true, true)]
    [InlineData("census-stem.json", true, true)]
    public void Cures_are_valid_for_the_network_they_are_proposed_for(string file, bool hasGates, bool isShared)
    {
        string path = RepositoryFiles.PathOf("configs", file);
        ImmutableArray<Finding> findings = Findings(path);
        Assert.Equal(
            [.. isShared ? [Trouble.TugOfWar] : Array.Empty<Trouble>(), .. hasGates ? [Trouble.Collapse, Trouble.Instability] : Array.Empty<Trouble>(), .. isShared ? [Trouble.LossScale] : Array.Empty<Trouble>()],
            findings.Select(finding => finding.Trouble).Order());
        Assert.All(findings, finding =>
        {
            Assert.True(finding.IsFound, $"{finding.Trouble}: {finding.Evidence}");
            Assert.NotEmpty(finding.Cures);
            Assert.All(finding.Cures, cure => Build(path, $"{cure.Path}={cure.Json}", (_, _) => ImmutableArray<Finding>.Empty));
        });
    }

    private static ImmutableArray<Finding> Findings(string path) => Build(path, null, (network, random) =>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var features = new FeatureBatch(
            torch.stack([torch.arange(12) % 3, (torch.arange(12) % 4) + 3], 1), random.Open("numeric").Normal([12, 1]));
        var clock = new TrainingClock { Epochs = 6, StepsPerEpoch = 10 };
        using var stability = new GateStabilityProbe(new() { SwingsAbove = 0.1 });
        Probe[] probes = [new GatesProbe(new()), stability, new GradientConflictProbe(new() { LeastSteps = 6 }), new LossScaleProbe(new() { LeastSteps = 6 })];
        var groups = new SharedParameterGroups(network.Model);
        foreach (Probe probe in probes)
        {
            probe.Attach(new ProbeSite
            {
                Tasks = [.. network.Tasks.Select(task => task.Name)],
                Outputs = network.Outputs,
                Model = network.Model,
                SharedGroups = groups,
                Features = Layout,
                FieldValues = [],
                Sample = new ProbeSample(features, torch.zeros(12, 2)),
                Clock = clock,
                Random = random,
            });
        }

        for (int epoch = 1; epoch <= 6; epoch++)
        {
            clock.Epoch = epoch;

            // One task asks a hundred times the opposite of what the other asks.
            torch.Tensor loss = network.Model.Forward(features).Logits.square().mean();
            var step = new ProbedStep(torch.stack([loss, loss * -100]), groups.Parameters) { Weights = torch.ones(2) };
            foreach (Probe probe in probes.Where(probe => probe.IsDue(10)))
            {
                probe.OnLosses(step);
                probe.OnStepped(step);
            }

            // Gates of large logits that turn round in every epoch.
            using IDisposable noGrad = torch.no_grad();
            network.Model.eval();
            foreach (Parameter parameter in network.Model.modules().OfType<GateBank>().SelectMany(gate => gate.parameters(recurse: true))
                .DistinctBy(parameter => parameter.Handle))
            {
                parameter.mul_(epoch == 1 ? 1000 : -1);
            }

            var trace = new ForwardTrace();
            torch.Tensor logits = network.Model.Forward(features, trace).Logits;
            foreach (Probe probe in probes)
            {
                probe.OnValidationBatch(new ProbedBatch(features, torch.zeros(12, 2), logits, trace));
                probe.OnValidationCompleted();
            }
        }

        return [.. probes.SelectMany(probe => probe.Findings())];
    });

    private static ImmutableArray<Finding> Build(
        string path, string? set, Func<TrainedNetwork, RandomStreams, ImmutableArray<Finding>> use)
    {
        RunPlan? plan = new RunPlanReader(Registry).Read(
            path, set is null ? [] : [set], out ImmutableArray<ConfigurationProblem> problems);
        Assert.True(problems.IsEmpty, $"{set}: {string.Join("; ", problems)}");
        using IHost host = RunHost.Create(
            plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using var random = new RandomStreams(1);
        ImmutableArray<ITask> tasks = [.. plan!.Configuration.Tasks.Select(slot => new BinaryTask((BinaryTaskOptions)slot.Options!))];
        using TrainedNetwork network = NetworkBuilder.Build(plan.Configuration, tasks, Layout, random, torch.CPU, host.Services);
        return use(network, random);
    }
}
