// Trains one network for two tasks on a table, prints its test metrics, and predicts three rows.
using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine;
using MmoePipeline.Events;
using MmoePipeline.Inference;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Plugins.LossWeightings.Uncertainty;
using MmoePipeline.Plugins.Optimizers.Adam;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TrainFromCode;

string folder = Directory.CreateDirectory(args.Length > 0 ? args[0] : "runs").FullName;
string table = Shop.WriteTable(Path.Combine(folder, "shop.csv"), rows: 20_000);

Trainer trainer = new Trainer().Subscribe<EpochCompleted>(epoch => Console.WriteLine(
    string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}: validation AUC {epoch.Score:F3}")));
var configuration = new RunConfiguration
{
    Run = new() { Name = "from-code", Seed = 1, Output = folder },
    Data = new()
    {
        Source = trainer.Plugins.Use<IDataSource>(new CsvDataSourceOptions { Path = table }),
        Split = trainer.Plugins.Use<ISplit>(new ModuloSplitOptions()),
        Features = new() { Categorical = ["user", "item"], Numeric = ["price"] },
        Cache = null,
    },
    Tasks =
    [
        trainer.Plugins.Use<ITask>(new BinaryTaskOptions { Name = "click", Label = "clicked" }),
        trainer.Plugins.Use<ITask>(new BinaryTaskOptions { Name = "buy", Label = "bought" }),
    ],
    Model = trainer.Plugins.Use<IArchitecture>(new MmoeOptions
    {
        Experts = [trainer.Plugins.Use<IExpert>(new MlpExpertsOptions { Count = 4, Hidden = [32, 16] })],
    }),
    Loss = trainer.Plugins.Use<LossWeighting>(new UncertaintyWeightingOptions()),
    Training = new()
    {
        Epochs = 3,
        BatchSize = 256,
        Optimizer = trainer.Plugins.Use<ParameterOptimizer>("adam", new AdamOptions { Step = new() { LearningRate = 0.003 } }),
        Selection = new() { Metric = "auc" },
    },
};
var run = await trainer.TrainAsync(configuration);
foreach (TaskMetrics task in run.Test)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task.Task}: test AUC {task.Metrics.Single(metric => metric.Name == "auc").Value:F3}"));
}

using ModelBundle bundle = ModelBundle.Load(run.Folder);
using Predictor predictor = bundle.CreatePredictor();
var predictions = predictor.Predict([Shop.Row("u1", "i1", 5), Shop.Row("u1", "i9", 50), Shop.Row("nobody", "i1", 20)]);
foreach (var row in predictions)
{
    Console.WriteLine(string.Join(", ", predictor.Columns.Zip(row, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:F3}"))));
}
