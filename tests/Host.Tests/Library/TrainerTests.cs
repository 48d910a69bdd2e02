using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Inference;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Plugins.Optimizers.Adam;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Library;

/// <summary>The engine as a library: trained from C#, applied in memory, registered with a host.</summary>
public sealed class TrainerTests : IDisposable
{
    private const int Rows = 600;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-library").FullName;

    public TrainerTests()
    {
        var random = new Random(3);
        File.WriteAllLines(Table, Enumerable.Range(0, Rows).Select(_ =>
        {
            (int user, double price) = (random.Next(9), Math.Round(100 * random.NextDouble(), 2));
            return string.Create(CultureInfo.InvariantCulture, $"u{user},{price},{(price + random.Next(50) < 60 ? 1 : 0)}");
        }).Prepend("user,price,clicked"));
    }

    private string Table => Path.Combine(_folder, "table.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_configuration_in_code_trains_the_bits_of_one_in_a_file()
    {
        string file = Path.Combine(_folder, "run.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "run": { "name": "a", "seed": 5, "output": "{{_folder}}" },
              "data": { "source": { "type": "csv", "path": "table.csv" }, "features": { "categorical": ["user"], "numeric": ["price"] }, "cache": null },
              "tasks": [{ "type": "binary", "name": "click", "label": "clicked" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] },
              "loss": { "type": "fixed" },
              "training": { "epochs": 2, "batchSize": 64, "optimizer": { "type": "adam", "learningRate": 0.01 } }
            }
            """);
        RunResult fromFile = await new Trainer().TrainAsync(file, ["run.name=b"]);
        RunResult fromCode = await new Trainer().TrainAsync(Configuration());
        Assert.Equal(fromFile.Test.Single().Metrics.AsEnumerable(), fromCode.Test.Single().Metrics);
        Assert.Equal(Weights(fromFile), Weights(fromCode));

        static byte[] Weights(RunResult run) => File.ReadAllBytes(Path.Combine(run.Folder, "checkpoints", "best.safetensors"));
    }

    /// <summary>The run's own predictions for its test rows are the reference: rows 8 and 9 of each ten.</summary>
    [Fact]
    public async Task Rows_in_memory_get_the_predictions_of_the_run()
    {
        RunConfiguration configuration = Configuration();
        RunResult run = await new Trainer().TrainAsync(configuration with { Run = configuration.Run with { Predictions = true } });
        (int Row, double Click)[] expected =
        [
            .. File.ReadLines(Path.Combine(run.Folder, "predictions.csv")).Skip(1).Select(line => line.Split(','))
                .Select(cells => (int.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture))),
        ];
        string[][] table = [.. File.ReadLines(Table).Skip(1).Select(line => line.Split(','))];
        using var bundle = ModelBundle.Load(run.Folder);
        Assert.Equal(["user", "price"], bundle.Features.AsEnumerable());
        using Predictor predictor = bundle.CreatePredictor();
        Assert.Equal(["click"], predictor.Columns.AsEnumerable());
        ImmutableArray<ImmutableArray<double>> predicted = predictor.Predict([.. expected.Select(row => Row(
            table[row.Row][0], double.Parse(table[row.Row][1], CultureInfo.InvariantCulture)))]);
        Assert.Equal(Rows / 5, expected.Length);
        Assert.All(expected.Zip(predicted), pair => Assert.Equal(pair.First.Click, pair.Second.Single(), 1e-6));

        // Numbers as texts are the same numbers, and what was asked before leaves no trace.
        Assert.Equal(predicted[0].AsEnumerable(), predictor.Predict([new Dictionary<string, object?> { ["user"] = table[expected[0].Row][0], ["price"] = table[expected[0].Row][1] }])[0]);
        Assert.Empty(predictor.Predict([]));
    }

    [Fact]
    public async Task Rows_that_can_not_be_encoded_are_refused_by_row_and_column()
    {
        RunResult run = await new Trainer().TrainAsync(Configuration());
        using var bundle = ModelBundle.Load(run.Folder);
        using Predictor predictor = bundle.CreatePredictor();
        ProblemAssert.Throws(() => predictor.Predict([Row("u1", 5), new Dictionary<string, object?> { ["user"] = "u1" }]), "MMOE6016 row 1, price");
        ProblemAssert.Throws(() => predictor.Predict([Row("u1", 5), Row(DateTime.UnixEpoch, 5)]), "MMOE6017 row 1, user");
        ProblemAssert.Throws(() => predictor.Predict([Row("u1", null)]), "MMOE2411 row 0, price");
        ProblemAssert.Throws(() => ModelBundle.Load(_folder), $"MMOE4004 {_folder}");
    }

    [Fact]
    public void A_configuration_in_code_is_checked_as_one_in_a_file()
    {
        RunConfiguration configuration = Configuration();
        ProblemAssert.Throws(
            () => new Trainer().TrainAsync(configuration with { Training = configuration.Training with { Epochs = 0 } }).GetAwaiter().GetResult(),
            "MMOE1104 training.epochs");
        Assert.Throws<ArgumentException>(() => PluginSet.BuiltIn.Use<ParameterOptimizer>("adamm"));
        Assert.Throws<ArgumentException>(() => PluginSet.BuiltIn.Use<ParameterOptimizer>("adam", new MmoeOptions { Experts = [] }));

        // Two optimizers have these options.
        Assert.Throws<ArgumentException>(() => PluginSet.BuiltIn.Use<ParameterOptimizer>(new AdamOptions()));
    }

    [Fact]
    public async Task A_host_gets_a_trainer_that_reports_events_and_progress_and_can_be_stopped()
    {
        await using ServiceProvider services = new ServiceCollection().AddMmoePipeline().BuildServiceProvider();
        Trainer trainer = services.GetRequiredService<Trainer>();
        var epochs = new List<int>();
        var reports = new Reports();
        await trainer.Subscribe<EpochCompleted>(epoch => epochs.Add(epoch.Epoch)).TrainAsync(Configuration(), reports);
        Assert.Equal([1, 2], epochs);
        Assert.Equal(2, reports.All[^1].Epoch);

        using var stop = new CancellationTokenSource();
        string folder = "";
        Trainer stopping = trainer.Subscribe<RunStarted>(run => folder = run.Folder).Subscribe<EpochCompleted>(_ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping.TrainAsync(Configuration(), cancellation: stop.Token));
        Assert.NotEmpty(Directory.EnumerateDirectories(Path.Combine(folder, "checkpoints"), "step-*"));
    }

    private RunConfiguration Configuration()
    {
        PluginSet plugins = PluginSet.BuiltIn;
        return new RunConfiguration
        {
            Run = new() { Name = "b", Seed = 5, Output = _folder },
            Data = new()
            {
                Source = plugins.Use<IDataSource>(new CsvDataSourceOptions { Path = Table }),
                Split = plugins.Use<ISplit>(new ModuloSplitOptions()),
                Features = new() { Categorical = ["user"], Numeric = ["price"] },
                Cache = null,
            },
            Tasks = [plugins.Use<ITask>(new BinaryTaskOptions { Name = "click", Label = "clicked" })],
            Model = plugins.Use<IArchitecture>(new MmoeOptions { Experts = [plugins.Use<IExpert>(new MlpExpertsOptions { Count = 2, Hidden = [8] })] }),
            Loss = plugins.Use<LossWeighting>("fixed", new MmoePipeline.Plugins.LossWeightings.Fixed.FixedWeightingOptions()),
            Training = new() { Epochs = 2, BatchSize = 64, Optimizer = plugins.Use<ParameterOptimizer>("adam", new AdamOptions { Step = new() { LearningRate = 0.01 } }) },
        };
    }

    private static Dictionary<string, object?> Row(object? user, object? price) => new() { ["user"] = user, ["price"] = price };

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }
}
