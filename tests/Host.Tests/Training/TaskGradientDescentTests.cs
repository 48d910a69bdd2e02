using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Host.Commands;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

public sealed class TaskGradientDescentTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly ImmutableArray<ITask> Tasks =
    [
        new BinaryTask(new BinaryTaskOptions { Name = "buys", Label = "buy", Positive = "yes" }),
        new BinaryTask(new BinaryTaskOptions { Name = "returns", Label = "return", Positive = "yes" }),
    ];

    private static readonly ISplit Split = new ModuloSplit(new() { Modulus = 10, Train = "0-5", Validation = "6-7", Test = "8-9" });

    /// <summary>The sum of the tasks' gradients is the gradient of the sum, penalties and all.</summary>
    [Theory]
    [InlineData("model.type=mmoe")]
    [InlineData("model.type=shared-bottom")]
    public void Summed_gradients_train_like_summed_losses(string model)
    {
        double[] bySum = Train(model, weighting: null, steps: 5);
        double[] byGradients = Train(model, new SummedGradients(samples: 1), steps: 5);
        Assert.NotEqual(bySum, Train(model, weighting: null, steps: 4));
        Assert.Equal(bySum.Length, byGradients.Length);
        Assert.All(bySum.Zip(byGradients), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Samples_are_gradients_of_parts_of_the_batch()
    {
        using var seen = new SummedGradients(samples: 3);
        using var whole = new SummedGradients(samples: 1);
        Train("model.type=mmoe", seen, steps: 1);
        Train("model.type=mmoe", whole, steps: 1);
        Assert.Equal(3, seen.Seen.Count);
        Assert.NotEqual(seen.Seen[0], seen.Seen[1]);

        // Six rows in parts of two: the mean over all is the mean of the parts' means.
        Assert.All(
            Enumerable.Range(0, whole.Seen[0].Length),
            value => Assert.Equal(whole.Seen[0][value], seen.Seen.Average(sample => sample[value]), 1e-5));
    }

    [Fact]
    public void Losses_after_the_step_are_those_of_the_changed_parameters()
    {
        using var weighting = new Watching();
        Train("model.type=mmoe", weighting, steps: 2);
        Assert.Equal(2, weighting.After.Count);
        Assert.Equal(weighting.Before[1], weighting.After[0]);
        Assert.NotEqual(weighting.Before[0], weighting.After[0]);
    }

    /// <summary>Trains with whole batches of the same rows; the parameters afterwards.</summary>
    private static double[] Train(string model, LossWeighting? weighting, int steps)
    {
        RunPlan plan = new RunPlanReader(Registry).Read(
            RepositoryFiles.PathOf("configs", "census.json"),
            // Unlike Adam it doesn't blow up the rounding of gradients that are all but zero.
            [NoRows.Set, model, """training.optimizer={ "type": "sgd", "learningRate": 0.05, "momentum": 0 }"""],
            out ImmutableArray<ConfigurationProblem> problems)!;
        Assert.Empty(problems);
        using IHost host = RunHost.Create(
            plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using var random = new RandomStreams(1);
        using EncodedTable table = TableEncoder.Encode(Source(), Tables.Features, Split, new(), Tasks, default);
        var activator = host.Services.GetRequiredService<PluginActivator>();
        var clock = host.Services.GetRequiredService<ITrainingClock>();
        using TrainedNetwork built = NetworkBuilder.Build(
            plan.Configuration, Tasks, table.Encoding.Layout(4), random, torch.CPU, activator, clock);
        var penalised = new WithPenalty(built.Model);
        using var network = new TrainedNetwork(
            penalised,
            weighting ?? built.Weighting,
            new ParameterUpdate(
                plan.Configuration.Training, TrainedNetwork.ParametersOf(penalised, weighting ?? built.Weighting), clock, activator),
            built.Tasks,
            built.Outputs,
            torch.CPU)
        {
            Configuration = plan.Configuration,
        };
        using var step = new TrainingStep(network);
        network.Model.train();
        for (int index = 0; index < steps; index++)
        {
            foreach (Batch batch in table.Training.InOrder(6, torch.CPU).Take(1))
            {
                step.Run(batch);
            }
        }

        return
        [
            .. built.Model.parameters().SelectMany(parameter =>
            {
                using torch.Tensor values = parameter.detach().to(torch.float64);
                return values.data<double>().ToArray();
            }),
        ];
    }

    private static SourceOfRows Source() => new(
        ["colour", "price", "buy", "return"],
        [
            ["red", "0", "yes", "no"], ["blue", "3", "no", "yes"], ["green", "1", "yes", "yes"], ["red", "7", "no", "no"],
            ["red", "15", "no", "yes"], ["red", "1", "yes", "no"], ["blue", "0", "no", "no"], ["pink", "0", "yes", "yes"],
            ["blue", "2", "yes", "yes"], ["red", "4", "no", "no"],
        ]);

    /// <summary>A network with a penalty that reaches all parameters.</summary>
    private sealed class WithPenalty : MultiTaskModel
    {
        private readonly MultiTaskModel _model;

        public WithPenalty(MultiTaskModel model)
            : base("penalised")
        {
            _model = model;
            register_module("model", model);
        }

        public override IReadOnlyList<TorchSharp.Modules.Parameter> SharedParameters => _model.SharedParameters;

        public override ImmutableArray<ModelPart> Parts => _model.Parts;

        public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null) => new(
            _model.Forward(features, trace).Logits,
            torch.stack([.. _model.parameters().Select(parameter => parameter.square().sum())]).sum());
    }

    private sealed class SummedGradients(int samples) : GradientWeighting("sum")
    {
        public override int Samples => samples;

        public List<double[]> Seen { get; } = [];

        public override torch.Tensor Combine(TaskGradients gradients)
        {
            foreach (torch.Tensor sample in gradients.Samples)
            {
                Seen.Add([.. sample.to(torch.float64).reshape(-1).data<double>()]);
            }

            return torch.stack([.. gradients.Samples.Select(sample => sample.sum(dim: 0))]).mean([0L]);
        }

        public override torch.Tensor CurrentWeights() => torch.ones(2);
    }

    private sealed class Watching() : LossWeighting("watching")
    {
        public override bool NeedsLossesAfterStep => true;

        public List<double[]> Before { get; } = [];

        public List<double[]> After { get; } = [];

        public override torch.Tensor Combine(torch.Tensor losses)
        {
            Before.Add(Values(losses));
            return losses.sum();
        }

        public override void OnStepped(torch.Tensor lossesAfter) => After.Add(Values(lossesAfter));

        public override torch.Tensor CurrentWeights() => torch.ones(2);

        private static double[] Values(torch.Tensor losses) => [.. losses.detach().to(torch.float64).data<double>()];
    }
}
