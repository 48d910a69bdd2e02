using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Plugins.Probes.Gates;
using MmoePipeline.Plugins.Probes.GateStability;
using MmoePipeline.Plugins.Probes.GradientConflict;
using MmoePipeline.Plugins.Probes.LossScale;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
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
            [.. isShared ? [IssueNames.GradientConflict] : Array.Empty<string>(), .. hasGates ? [IssueNames.GateCollapse, IssueNames.GateInstability] : Array.Empty<string>(), .. isShared ? [IssueNames.LossScale] : Array.Empty<string>()],
            findings.Select(finding => finding.Issue).OrderBy(issue => IssueNames.BuiltIn.IndexOf(issue)));
        Assert.All(findings, finding =>
        {
            Assert.True(finding.IsFound, $"{finding.Issue}: {finding.Evidence}");
            Assert.NotEmpty(finding.Remedies);
            Assert.All(finding.Remedies, remedy => Build(path, $"{remedy.Path}={remedy.Json}", (_, _) => ImmutableArray<Finding>.Empty));
        });
    }

    private static ImmutableArray<Finding> Findings(string path) => Build(path, null, (network, random) =>
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var features = new FeatureBatch(
            torch.stack([torch.arange(12) % 3, (torch.arange(12) % 4) + 3], 1), random.Open("numeric").Normal([12, 1]));
        var clock = new TrainingClock { Epochs = 6, StepsPerEpoch = 10 };
        var groups = new SharedParameterGroups(network.Model);
        var context = new ProbeContext
        {
            Path = "probes.0",
            Tasks = [.. network.Tasks.Select(task => task.Name)],
            Outputs = network.Outputs,
            Model = network.Model,
            SharedGroups = groups,
            Features = Layout,
            FieldValues = [],
            Sample = new ProbeSample(features, torch.zeros(12, 2)),
            Clock = clock,
            Random = random,
        };
        using var stability = new GateStabilityProbe(new() { SwingsAbove = 0.1 }, context);
        Probe[] probes =
        [
            new GatesProbe(new(), context), stability, new GradientConflictProbe(new() { LeastSteps = 6 }, context),
            new LossScaleProbe(new() { LeastSteps = 6 }, context),
        ];

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
            path, set is null ? [NoRows.Set] : [NoRows.Set, set], out ImmutableArray<ConfigurationProblem> problems);
        Assert.True(problems.IsEmpty, $"{set}: {string.Join("; ", problems)}");
        using IHost host = RunHost.Create(
            plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using var random = new RandomStreams(1);
        ImmutableArray<ITask> tasks = [.. plan!.Configuration.Tasks.Select(slot => new BinaryTask((BinaryTaskOptions)slot.Options!))];
        using TrainedNetwork network = NetworkBuilder.Build(plan.Configuration, tasks, Layout, random, torch.CPU, host.Services.GetRequiredService<PluginActivator>(), host.Services.GetRequiredService<ITrainingClock>());
        return use(network, random);
    }
}
