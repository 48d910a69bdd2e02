using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Comparisons;

public sealed class RunDigestTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-digest").FullName;

    private static string Funnel => RepositoryFiles.PathOf("configs", "funnel-aitm.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("run.seed=7")]
    [InlineData("training.optimizer.learningRate=0.0011")]
    [InlineData("training.epochs=9")]
    [InlineData("model.hidden=[64, 33]")]
    [InlineData("data.source.rows=200001")]
    [InlineData("probes=[{ \"type\": \"gates\" }]")]
    public void A_value_changes_it(string set) => Assert.NotEqual(Digest(), Digest(sets: set));

    [Theory]
    [InlineData("run.name=other")]
    [InlineData("run.output=other")]
    [InlineData("data.cache=other")]
    [InlineData("training.epochs=8")]
    public void Names_places_and_what_is_said_twice_do_not(string set) => Assert.Equal(Digest(), Digest(sets: set));

    [Fact]
    public void Neither_does_the_order_of_keys()
    {
        string file = Path.Combine(_folder, "turned.json");
        File.WriteAllText(file, File.ReadAllText(Funnel)
            .Replace("\"rows\": 200000, \"clickRate\": 0.1", "\"clickRate\": 0.1, \"rows\": 200000", StringComparison.Ordinal)
            .Replace("\"epochs\": 8,", "", StringComparison.Ordinal)
            .Replace("\"batchSize\": 1024,", "\"batchSize\": 1024, \"epochs\": 8,", StringComparison.Ordinal));
        Assert.NotEqual(File.ReadAllText(Funnel), File.ReadAllText(file));
        Assert.Equal(Digest(), Digest(file));
        Assert.Equal(
            Digest(sets: "loss={ \"type\": \"fixed\", \"weights\": { \"click\": 1, \"conversion\": 2 } }"),
            Digest(sets: "loss={ \"weights\": { \"conversion\": 2, \"click\": 1 }, \"type\": \"fixed\" }"));
    }

    [Fact]
    public void Other_content_of_the_data_changes_it() => Assert.NotEqual(Digest(fingerprint: "a"), Digest(fingerprint: "b"));

    /// <summary>Sums in another order have other last digits.</summary>
    [Fact]
    public void Another_number_of_threads_changes_it() => Assert.NotEqual(Digest(threads: 1), Digest(threads: 2));

    [Fact]
    public void A_result_is_found_by_its_digest_while_its_run_is_there()
    {
        string run = Directory.CreateDirectory(Path.Combine(_folder, "runs", "one")).FullName;
        File.WriteAllText(Path.Combine(run, "metrics.jsonl"), "");
        var store = new ResultStore(_folder);
        var result = new SeedRun(3, run, 10, TimeSpan.FromSeconds(1.5), 2, [new("click", [new("auc", 0.5, true), new("bias", double.NaN, null)])])
        {
            Threads = 2,
        };
        Assert.Null(store.Find("a"));
        store.Keep("a", result);
        SeedRun found = store.Find("a")!;
        Assert.Equal(result with { Test = [] }, found with { Test = [] });
        Assert.Equal(result.Test.Single().Metrics.AsEnumerable(), found.Test.Single().Metrics);
        Assert.Null(store.Find("b"));

        File.WriteAllText(Path.Combine(_folder, "results", "b.json"), "{ \"seed\": 3");
        Assert.Null(store.Find("b"));
        Directory.Delete(run, recursive: true);
        Assert.Null(store.Find("a"));
    }

    private string Digest(string? file = null, string fingerprint = "same", int threads = 2, params ImmutableArray<string> sets) =>
        new RunDigest(_folder).Of(SeriesPlan.Plan(Registry, new Variant("a", file ?? Funnel, sets)), fingerprint, threads);
}
