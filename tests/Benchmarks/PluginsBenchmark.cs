using System.Text.Json;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Configuration;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Benchmarks;

/// <summary>
/// Every built-in plugin that can take another's place in the census run, by itself and with its default options: what the run
/// then reaches, and how long a step takes beside the plain run's.
/// </summary>
internal sealed class PluginsBenchmark : IBenchmark
{
    private const int BatchSize = 1024;
    private const int BatchCount = 8;
    private const int Rounds = 60;
    private const int WarmUp = 20;

    /// <inheritdoc/>
    public string Name => "plugins";

    /// <inheritdoc/>
    public string Summary => "each plugin in the census run: test AUC of one seed, and the time of a step against the plain run's";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-plugins").FullName;
        try
        {
            return
            [
                .. PluginLoader.Load(folder).Plugins.Select(plugin => plugin.Descriptor)
                    .Where(plugin => Setting(plugin) is not null)
                    .GroupBy(plugin => plugin.Kind)
                    .Select(kind => new BenchmarkTable(
                        kind.Key,
                        ["income AUC", "marital AUC", "step ms", "of the plain run's"],
                        [.. kind.Select(plugin => Row(plugin, folder, cancellation))])),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What puts a plugin into the census run; null for kinds of which the run has no other choice.</summary>
    private static string? Setting(PluginDescriptor plugin) => plugin.Kind switch
    {
        "architecture" when ReadyModel(plugin.Name) is { } model => $"model={model}",
        "architecture" => $"model.type={plugin.Name}",
        "expert" => $$"""model.experts=[{ "type": "{{plugin.Name}}" }]""",
        "gate-regularizer" when plugin.Name == "freeze" => """model.gate.regularizers=[{ "type": "freeze", "epoch": 3 }]""",
        "gate-regularizer" => $$"""model.gate.regularizers=[{ "type": "{{plugin.Name}}" }]""",
        "loss-weighting" => $$"""loss={ "type": "{{plugin.Name}}" }""",
        "optimizer" when plugin.Name == "sgd" => """training.optimizer={ "type": "sgd", "learningRate": 0.1, "momentum": 0.9 }""",
        "optimizer" => $$"""training.optimizer={ "type": "{{plugin.Name}}" }""",
        "learning-rate-schedule" => $$"""training.schedule={ "type": "{{plugin.Name}}" }""",
        _ => null,
    };

    /// <summary>The model of the architecture's ready census run; null where there is none.</summary>
    private static string? ReadyModel(string architecture)
    {
        string file = RepositoryFiles.PathOf("configs", $"census-{architecture}.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using JsonDocument configuration = JsonDocument.Parse(
            File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return configuration.RootElement.GetProperty("model").GetRawText();
    }

    private static BenchmarkRow Row(PluginDescriptor plugin, string folder, CancellationToken cancellation)
    {
        string setting = Setting(plugin)!;
        try
        {
            JsonElement test = RealProgram.Train(folder, setting)[^1].GetProperty("test");
            ImmutableArray<Timing> steps = Steps(setting, cancellation);
            return new BenchmarkRow(
                plugin.Name,
                test.GetProperty("income").GetProperty("auc").GetDouble(),
                test.GetProperty("marital").GetProperty("auc").GetDouble(),
                steps[1].Median,
                steps[1].Median / steps[0].Median);
        }
        catch (InvalidOperationException exception)
        {
            return new BenchmarkRow($"{plugin.Name}: {exception.Message.Trim()}", null, null, null, null);
        }
    }

    private static ImmutableArray<Timing> Steps(string setting, CancellationToken cancellation)
    {
        using var plain = new CensusRun();
        using var other = new CensusRun(setting);
        ImmutableArray<Batch> batches = plain.Batches(BatchCount, BatchSize);
        using var plainStep = new TrainingStep(plain.Network);
        using var otherStep = new TrainingStep(other.Network);
        plain.Network.Model.train();
        other.Network.Model.train();
        int next = 0;
        return Measurement.Interleaved(
            Rounds,
            WarmUp,
            cancellation,
            new Alternative("plain", () => plainStep.Run(batches[next++ % BatchCount])),
            new Alternative("other", () => otherStep.Run(batches[next % BatchCount])));
    }
}
