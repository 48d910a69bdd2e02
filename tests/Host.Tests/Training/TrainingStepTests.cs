using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Probing;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Events;
using MmoePipeline.Host.Commands;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

public sealed class TrainingStepTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    /// <summary>A probe that keeps nothing, so that all that is counted is the step's; the other probes have tests of their own.</summary>
    private const string GatesProbe = """probes=[{ "type": "gates" }]""";

    [Theory]
    [InlineData("model.type=mmoe")]
    [InlineData("model.type=shared-bottom")]
    [InlineData("loss.type=uncertainty")]
    [InlineData("loss.type=pcgrad")]
    [InlineData("loss.type=magnitude")]
    [InlineData("loss.type=dwa")]
    [InlineData("loss.type=rlw")]
    [InlineData("loss.type=gls")]
    [InlineData("loss.type=stch")]
    [InlineData("loss.type=famo")]
    [InlineData("loss.type=gradnorm")]
    [InlineData("loss.type=mgda")]
    [InlineData("loss.type=cagrad")]
    [InlineData("loss.type=nash-mtl")]
    [InlineData("loss.type=fairgrad")]
    [InlineData("loss.type=upgrad")]
    [InlineData("loss.type=aligned-mtl")]
    [InlineData("loss.type=imtl")]
    [InlineData("loss.type=gradvac")]
    [InlineData("loss.type=graddrop")]
    [InlineData("loss.type=db-mtl")]
    [InlineData("loss.type=excess")]
    [InlineData("loss.type=moco")]
    [InlineData("loss.type=modo")]
    [InlineData("loss.type=sdmgrad")]
    [InlineData("training={ \"optimizer\": { \"type\": \"sgd\", \"momentum\": 0.9 }, \"schedule\": { \"type\": \"cosine\" }, \"gradientClipping\": 1, \"groups\": [{ \"parameters\": \"model.*\", \"learningRateScale\": 0.5 }] }")]
    [InlineData("model.gate={ \"hidden\": [4], \"regularizers\": [{ \"type\": \"temperature\" }, { \"type\": \"dropout\" }] }")]
    [InlineData("loss.type=pcgrad", "model.gate.regularizers=[{ \"type\": \"layer-norm\" }, { \"type\": \"freeze\", \"step\": 0 }]")]
    [InlineData("loss.type=mgda", "model={ \"type\": \"ple\", \"experts\": [{ \"type\": \"mlp\", \"count\": 2, \"hidden\": [4] }], \"taskExperts\": [{ \"type\": \"mlp\", \"count\": 1, \"hidden\": [4] }], \"gate\": { \"regularizers\": [{ \"type\": \"freeze\", \"step\": 0 }] } }")]
    [InlineData("model.gate.regularizers=[{ \"type\": \"noisy-top-k\" }, { \"type\": \"dropout\" }, { \"type\": \"temperature\", \"endScale\": 1 }]")]
    public void Steps_and_evaluations_leave_no_tensor_behind(params string[] sets)
    {
        using var training = new Training([GatesProbe, .. sets]);
        training.Run(steps: 3);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        training.Run(steps: 20);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("loss.type=fixed")]
    [InlineData("loss.type=pcgrad")]
    [InlineData("loss.type=sdmgrad")]
    [InlineData("training.optimizer.type=lazy-adam")]
    [InlineData("model={ \"type\": \"ple\", \"experts\": [{ \"type\": \"mlp\", \"count\": 2, \"hidden\": [6, 4] }], \"taskExperts\": [{ \"type\": \"mlp\", \"count\": 1, \"hidden\": [4] }] }")]
    [InlineData("model.gate.regularizers=[{ \"type\": \"noisy-top-k\", \"k\": 1 }, { \"type\": \"dropout\" }]")]
    public void Steps_with_probes_leave_no_tensor_behind_and_learn_the_same(string set)
    {
        using var training = new Training([set, EveryStep]);

        // What moves is known from the second validation on, and what turns round from the third.
        training.Run(steps: 1);
        training.Run(steps: 1);
        training.Run(steps: 1);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        training.Run(steps: 20);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.NotEmpty(training.Figures);

        using var unwatched = new Training([set, "probes=[]"]);
        unwatched.Run(steps: 1);
        unwatched.Run(steps: 1);
        unwatched.Run(steps: 1);
        unwatched.Run(steps: 20);
        Assert.Empty(unwatched.Figures);
        foreach (((string name, float[] watched), (_, float[] expected)) in training.Parameters.Zip(unwatched.Parameters))
        {
            Assert.True(expected.AsSpan().SequenceEqual(watched), name);
        }
    }

    [Theory]
    [InlineData("loss.type=fixed")]
    [InlineData("loss.type=modo")]
    [InlineData("loss.type=famo")]
    public void Steps_with_weights_and_missing_labels_leave_no_tensor_behind(string set)
    {
        using var training = new Training([GatesProbe, set, ThreeTasks], Mixed, EncodeMixed());
        training.Run(steps: 3);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        training.Run(steps: 20);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>The loss that an evaluation tells is the task's formula over all rows, for tasks of every kind and by their weights.</summary>
    [Fact]
    public void An_evaluation_tells_every_tasks_loss()
    {
        using EncodedTable table = EncodeMixed();
        using var training = new Training(["loss.type=fixed", ThreeTasks], Mixed, EncodeMixed());
        ImmutableArray<TaskMetrics> metrics = training.Evaluate(table.Training);

        // Of the binary task the loss is the metric that is computed for itself, in double precision; positives count once.
        Assert.Equal(Value(metrics[0], "logLoss"), Value(metrics[0], "loss"), 1e-6);
        Assert.Equal(Math.Pow(Value(metrics[1], "rmse"), 2), Value(metrics[1], "loss"), 1e-4);
        Assert.Equal(Value(metrics[2], "logLoss"), Value(metrics[2], "loss"), 1e-6);
        Assert.InRange(Value(metrics[0], "groupedAuc"), 0, 1);

        static double Value(TaskMetrics task, string name) => task.Metrics.Single(metric => metric.Name == name).Value;
    }

    /// <summary>What a step takes for the loss of a batch of all rows is the evaluation's: each task has its own weights.</summary>
    [Fact]
    public void A_step_gives_every_task_its_weights()
    {
        using EncodedTable table = EncodeMixed();
        using var training = new Training(["loss.type=fixed", ThreeTasks], Mixed, EncodeMixed());
        double[] expected =
            [.. training.Evaluate(table.Training).Select(task => task.Metrics.Single(metric => metric.Name == "loss").Value)];
        double[] losses = training.StepOver(table.Training);
        Assert.Equal(3, losses.Length);
        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    /// <summary>Eight rows, and a network with many more parameters: the losses have to go to zero.</summary>
    [Fact]
    public void Training_learns_the_rows_by_heart()
    {
        using var training = new Training("training.optimizer.learningRate=0.01");
        double[] first = training.Run(steps: 1);
        training.Run(steps: 300);
        double[] last = training.Run(steps: 1);
        Assert.True(first[0] > 0.5, $"{first[0]} at first");
        Assert.True(last[0] < 0.05, $"{last[0]} at last");
    }

    private const string EveryStep =
        """
        probes=[
          { "type": "gates" }, { "type": "gradient-conflict", "every": 1 }, { "type": "loss-scale", "every": 1 },
          { "type": "expert-learning", "every": 1 }, { "type": "gate-stability" }, { "type": "sample-weights" }, { "type": "experts" }
        ]
        """;

    /// <summary>The configuration knows as many tasks as there are.</summary>
    private const string ThreeTasks =
        """
        tasks=[
          { "name": "buys", "type": "binary", "label": "buy" },
          { "name": "spends", "type": "regression", "label": "price" },
          { "name": "does", "type": "multiclass", "label": "buy", "classes": ["yes", "no", "maybe"] }
        ]
        """;

    private static ImmutableArray<ITask> Mixed { get; } =
    [
        new BinaryTask(new()
        {
            Name = "buys", Label = "buy", Positive = "yes", Rows = new() { Missing = MissingLabels.Skip, Weight = "price" }, Group = "colour",
        }),
        new RegressionTask(new() { Name = "spends", Label = "price" }),
        new MulticlassTask(new()
        {
            Name = "does", Label = "buy", Classes = ["yes", "no", "maybe"], Rows = new() { Missing = MissingLabels.Skip, Weight = "importance" },
        }),
    ];

    private static EncodedTable EncodeMixed() => TableEncoder.Encode(
        new SourceOfRows(
            ["colour", "price", "buy", "importance"],
            [
                ["red", "1", "yes", "1"], ["red", "3", "no", "0"], ["green", "1", "yes", "2"], ["red", "7", "no", "1"],
                ["red", "5", null, "9"], ["blue", "1", "yes", "4"], ["red", "1", "no", "1"], ["blue", "0.5", "yes", "3"],
                ["blue", "2", "no", "0.5"], ["red", "4", "yes", "7"], ["red", "1", null, "1"], ["blue", "0.5", null, "2"],
            ]),
        new FeatureOptions { Categorical = ["colour"] },
        Tables.Split,
        new(),
        Mixed,
        default);

    private sealed class Training : IDisposable
    {
        private readonly IHost _host;
        private readonly RandomStreams _random = new(1);
        private readonly EncodedTable _table;
        private readonly TrainedNetwork _network;
        private readonly ProbeSet _probes;
        private long _step;

        public Training(params ImmutableArray<string> sets)
            : this(sets, Tables.Tasks, Tables.Encode(Tables.Good()))
        {
        }

        public Training(ImmutableArray<string> sets, ImmutableArray<ITask> tasks, EncodedTable table)
        {
            _table = table;
            RunPlan plan = new RunPlanReader(Registry).Read(
                RepositoryFiles.PathOf("configs", "census.json"), [NoRows.Set, .. sets], out ImmutableArray<ConfigurationProblem> problems)!;
            Assert.Empty(problems);
            _host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
            _network = NetworkBuilder.Build(
                plan.Configuration, tasks, _table.Encoding.Layout(4), _random, torch.CPU, _host.Services.GetRequiredService<PluginActivator>(), _host.Services.GetRequiredService<ITrainingClock>());
            _probes = new ProbeSet(
                plan.Configuration.Probes,
                _host.Services.GetRequiredService<PluginActivator>(),
                _network,
                _table,
                _table.Encoding.Layout(4),
                _host.Services.GetRequiredService<ITrainingClock>(),
                _random);
        }

        /// <summary>What the probes told at the end of the last run.</summary>
        public ImmutableArray<ProbeMetric> Figures { get; private set; } = [];

        public IEnumerable<(string Name, float[] Values)> Parameters =>
            _network.Parameters.Select(named => (named.Name, named.Parameter.data<float>().ToArray()));

        public double[] Run(int steps)
        {
            using var step = new TrainingStep(_network);
            _network.Model.train();
            for (int index = 0; index < steps; index++)
            {
                foreach (Batch batch in _table.Training.Shuffled(3, torch.CPU, (ulong)index, window: _table.Training.Rows))
                {
                    step.Run(batch, _probes.IsDue(++_step) ? _probes : null);
                }
            }

            new Evaluation(_network).Run(_table.Validation, 3, _probes.OnValidationBatch, default);
            Figures = _probes.OnValidationCompleted().Metrics;
            return step.MeanLosses();
        }

        /// <summary>The losses of one step over all rows.</summary>
        public double[] StepOver(EncodedRows rows)
        {
            using var step = new TrainingStep(_network);
            foreach (Batch batch in rows.InOrder(rows.Rows, torch.CPU))
            {
                step.Run(batch);
            }

            return step.MeanLosses();
        }

        public ImmutableArray<TaskMetrics> Evaluate(EncodedRows rows) => new Evaluation(_network).Run(rows, 3, null, default);

        public void Dispose()
        {
            _probes.Dispose();
            _network.Dispose();
            _table.Dispose();
            _random.Dispose();
            _host.Dispose();
        }
    }
}
