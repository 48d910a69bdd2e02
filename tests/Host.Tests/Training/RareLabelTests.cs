using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Host.Commands;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

/// <summary>A task that has a label in 0.4 % of the training rows, so that most batches have none: every loss weighting learns it, and the other.</summary>
public sealed class RareLabelTests
{
    private const int Rows = 10_000;

    private const int TrainingRows = Rows * 9 / 10;

    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly Lazy<(string?[][] Rows, int Labelled)> Table = new(Draw);

    private static readonly ImmutableArray<ITask> Tasks =
    [
        new BinaryTask(new BinaryTaskOptions { Name = "click", Label = "click" }),
        new BinaryTask(new BinaryTaskOptions { Name = "buy", Label = "buy", Rows = new() { Missing = MissingLabels.Skip } }),
    ];

    /// <summary>All that there are: a new one is tested without being named here.</summary>
    public static TheoryData<string> Weightings =>
        [.. Registry.OfKind(typeof(LossWeighting)).Select(plugin => plugin.Name)];

    [Theory]
    [MemberData(nameof(Weightings))]
    public void Every_weighting_learns_both_tasks(string weighting)
    {
        Assert.Equal(0.004, Table.Value.Labelled / (double)TrainingRows, 0.0005);
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new RandomStreams(1);
        using EncodedTable table = TableEncoder.Encode(
            new SourceOfRows(["x", "y", "click", "buy"], Table.Value.Rows),
            new FeatureOptions { Numeric = ["x", "y"], NumericScale = NumericScale.Linear },
            new ModuloSplit(new() { Modulus = 20, Train = "0-17", Validation = "18", Test = "19" }),
            new(),
            Tasks,
            default);
        RunPlan plan = new RunPlanReader(Registry).Read(
            RepositoryFiles.PathOf("configs", "census.json"),
            [
                NoRows.Set,
                $$"""loss={ "type": "{{weighting}}" }""",
                """model={ "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }], "tower": { "hidden": [] } }""",
                """training.optimizer={ "type": "adam", "learningRate": 0.01 }""",
            ],
            out ImmutableArray<ConfigurationProblem> problems)!;
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        var clock = (TrainingClock)host.Services.GetRequiredService<ITrainingClock>();
        using TrainedNetwork network = NetworkBuilder.Build(
            plan.Configuration, Tasks, table.Encoding.Layout(4), random, torch.CPU, host.Services.GetRequiredService<PluginActivator>(), clock);
        using var step = new TrainingStep(network, random);
        network.Model.train();
        int batchesWithout = 0, batches = 0;
        for (clock.Epoch = 1; clock.Epoch <= 6; clock.Epoch++)
        {
            foreach (Batch batch in table.Training.Shuffled(64, torch.CPU, (ulong)clock.Epoch, window: table.Training.Rows))
            {
                using (DisposeScope ofBatch = torch.NewDisposeScope())
                {
                    batchesWithout += batch.Targets.isnan().logical_not().any(0)[1].item<bool>() ? 0 : 1;
                }

                batches++;
                Assert.Null(step.Run(batch));
                clock.Step++;
            }
        }

        Assert.InRange(batchesWithout / (double)batches, 0.6, 0.95);
        Assert.All(step.MeanLosses(), loss => Assert.InRange(loss, 0, 1));
        ImmutableArray<TaskMetrics> metrics = new Evaluation(network).Run(table.Validation, 500, null, default);
        double click = Auc(metrics[0]), buy = Auc(metrics[1]);
        Assert.True(click > 0.85 && buy > 0.75, $"AUC {click:F4} of the task with labels, {buy:F4} of the task with few");
    }

    private static double Auc(TaskMetrics task) => task.Metrics.Single(metric => metric.Name == "auc").Value;

    /// <summary>click follows x + y, buy follows x - y; buy has a label in all validation rows and in 4 of 1000 training rows.</summary>
    private static (string?[][] Rows, int Labelled) Draw()
    {
        var random = new Random(3);
        int labelled = 0;
        string?[][] rows =
        [
            .. Enumerable.Range(0, Rows).Select(row =>
            {
                double x = Normal(random), y = Normal(random);
                bool isShown = row % 20 >= 18 || random.Next(1000) < 4;
                labelled += isShown && row % 20 < 18 ? 1 : 0;
                return new string?[]
                {
                    x.ToString("R", CultureInfo.InvariantCulture),
                    y.ToString("R", CultureInfo.InvariantCulture),
                    x + y + (0.5 * Normal(random)) > 0 ? "1" : "0",
                    isShown ? x - y + (0.5 * Normal(random)) > 0 ? "1" : "0" : null,
                };
            }),
        ];
        return (rows, labelled);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
