using MmoePipeline.Configuration;
using MmoePipeline.Plugins.Experts.Mlp;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Tests;

/// <summary>What comes with the program does what is asked of strangers' plugins.</summary>
public sealed class BuiltInPluginTests
{
    private static readonly ImmutableArray<PluginDescriptor> All = PluginConformance.PluginsOf(typeof(MlpExperts).Assembly);

    /// <summary>Options for those that have some that must be there, or whose defaults leave nothing to check.</summary>
    private static readonly Dictionary<string, string> Configurations = new()
    {
        ["architecture/mmoe"] = OneBank,
        ["architecture/shared-bottom"] = OneBank,
        ["architecture/single-task"] = OneBank,
        ["architecture/cgc"] = TwoBanks,
        ["architecture/ple"] = TwoBanks,
        ["architecture/stem"] = TwoBanks,
        ["architecture/home"] = """{ "groups": [["first"], ["second"]], "hidden": [8, 4] }""",
        ["architecture/esmm"] = """{ "click": "first", "conversion": "second" }""",
        ["data-source/csv"] = """{ "path": "table.csv" }""",
        ["data-source/parquet"] = """{ "path": "table.parquet" }""",
        ["data-source/query"] = """
            { "tables": [{ "name": "a", "paths": ["table.csv"] }, { "name": "b", "paths": ["*.parquet"] }], "key": ["number"],
              "sql": "SELECT a.*, b.items, sum(b.half) OVER (ORDER BY b.number) AS halves FROM a JOIN b ON a.number = b.number::VARCHAR" }
            """,
        ["data-source/funnel"] = """{ "rows": 500 }""",
        ["feature/category"] = """{ "column": "c" }""",
        ["feature/cross"] = """{ "columns": ["c", "d"] }""",
        ["feature/hash"] = """{ "column": "c", "buckets": 5, "functions": 2, "combine": "product" }""",
        ["feature/number"] = """{ "column": "n", "encoding": "periodic", "indicator": true }""",
        ["feature/sequence"] = """{ "columns": [{ "column": "items" }, { "column": "times", "numbers": true }], "maximumLength": 3 }""",
        ["feature/tags"] = """{ "column": "tags", "weights": "w", "pooling": "sqrtn" }""",
        ["feature/time"] = """{ "column": "t", "unit": "seconds", "parts": ["minute-of-day"], "since": "u" }""",
        ["feature/vector"] = """{ "column": "v", "length": 2, "standardize": true }""",
        ["gate-regularizer/freeze"] = """{ "epoch": 2, "thawAfter": 2, "threshold": 1e-9 }""",
        ["probe/expert-learning"] = EveryStep,
        ["probe/gradient-conflict"] = EveryStep,
        ["probe/loss-scale"] = EveryStep,
        ["split/column"] = """{ "column": "part", "train": ["0", "1"], "validation": ["2"], "test": ["3"], "others": "leave-out" }""",
        ["split/files"] = """{ "validation": { "type": "csv", "path": "table.csv" }, "test": { "type": "csv", "path": "table.csv" } }""",
        ["split/group"] = """{ "column": "user" }""",
        ["split/time"] = """{ "column": "time", "validation": "10%", "test": "20%" }""",
        ["task/binary"] = """{ "name": "one", "label": "one", "missing": "skip", "weight": "w" }""",
        ["task/multiclass"] = """{ "name": "one", "label": "one", "classes": ["0", "1", "2"], "missing": "skip", "weight": "w" }""",
        ["task/regression"] = """{ "name": "one", "label": "one", "missing": "skip", "weight": "w" }""",
    };

    /// <summary>What can't pass, and why.</summary>
    private static readonly Dictionary<string, ImmutableDictionary<ConformanceCheck, string>> Exceptions = new()
    {
        ["architecture/stem"] = ImmutableDictionary<ConformanceCheck, string>.Empty.Add(
            ConformanceCheck.Gradients, "a task's gates read other tasks' experts behind a stop-gradient (Su et al. 2024), which differences don't know of"),
    };

    // The checks' runs are of few steps.
    private const string EveryStep = """{ "every": 1 }""";

    private const string OneBank = """{ "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }] }""";

    private const string TwoBanks =
        """{ "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }], "taskExperts": [{ "type": "mlp", "count": 1, "hidden": [4] }] }""";

    public static TheoryData<string> Names => [.. All.Select(plugin => $"{plugin.Kind}/{plugin.Name}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Conforms(string name)
    {
        using var folder = new TableFolder();
        PluginConformance.Verify(All.Single(plugin => $"{plugin.Kind}/{plugin.Name}" == name), new ConformanceOptions
        {
            Configuration = Configurations.GetValueOrDefault(name, "{}"),
            Folder = folder.Path,
            Exceptions = Exceptions.GetValueOrDefault(name, ImmutableDictionary<ConformanceCheck, string>.Empty),
        });
    }

    [Theory]
    [InlineData("category", """{ "column": "c", "minimumFrequency": 80, "hashBuckets": 3 }""")]
    [InlineData("category", """{ "column": "c", "values": ["v1", "v4"], "autoDimension": true }""")]
    [InlineData("category", """{ "column": "c", "identities": 5 }""")]
    [InlineData("number", """{ "column": "n" }""")]
    [InlineData("number", """{ "column": "n", "scale": "quantile", "missing": "median", "indicator": true }""")]
    [InlineData("number", """{ "column": "n", "scale": "min-max", "clipLow": -3, "clipHigh": 50 }""")]
    [InlineData("number", """{ "column": "n", "scale": "signed-logarithm", "encoding": "piecewise-linear" }""")]
    [InlineData("number", """{ "column": "n", "encoding": "auto-dis", "components": 5, "dimension": 3 }""")]
    [InlineData("number", """{ "column": "n", "encoding": "buckets", "borders": [0, 10, 20], "indicator": true }""")]
    [InlineData("number", """{ "column": "n", "encoding": "buckets", "quantiles": 5 }""")]
    [InlineData("tags", """{ "column": "tags" }""")]
    [InlineData("tags", """{ "column": "tags", "pooling": "max" }""")]
    [InlineData("tags", """{ "column": "tags", "weights": "w", "pooling": "mean" }""")]
    [InlineData("sequence", """{ "columns": [{ "column": "items" }], "pooling": "last" }""")]
    [InlineData("sequence", """{ "columns": [{ "column": "items", "target": "item" }], "pooling": "attention", "attentionHidden": [5, 3] }""")]
    [InlineData("sequence", """{ "columns": [{ "column": "items", "target": "item" }], "pooling": "attention", "attentionSoftmax": true }""")]
    [InlineData("sequence", """{ "columns": [{ "column": "items" }], "pooling": "self-attention", "heads": 2, "maximumLength": 4 }""")]
    [InlineData("sequence", """{ "columns": [{ "column": "items" }, { "column": "times", "numbers": true }], "pooling": "gru", "maximumLength": 4 }""")]
    [InlineData("hash", """{ "column": "c", "buckets": 5 }""")]
    [InlineData("hash", """{ "column": "c", "buckets": 5, "functions": 2 }""")]
    [InlineData("hash", """{ "column": "c", "buckets": 5, "functions": 2, "combine": "sum" }""")]
    [InlineData("cross", """{ "columns": ["c", "d", "e"], "minimumFrequency": 80, "hashBuckets": 3 }""")]
    [InlineData("cross", """{ "columns": ["c", "d"], "values": ["v1|v1", "v4|v4"] }""")]
    [InlineData("cross", """{ "columns": ["c", "d"], "buckets": 3 }""")]
    [InlineData("vector", """{ "column": "v", "length": 2, "missing": "zeros" }""")]
    [InlineData("vector", """{ "key": "c", "file": "vectors/vectors.parquet", "keyColumn": "id", "vectorColumn": "v" }""")]
    [InlineData("vector", """{ "key": "c", "file": "vectors/vectors.parquet", "keyColumn": "id", "vectorColumn": "v", "frozen": false }""")]
    [InlineData("time", """{ "column": "t", "unit": "seconds", "parts": ["minute-of-day", "weekday"], "as": "categories" }""")]
    [InlineData("time", """{ "column": "t", "unit": "milliseconds", "parts": ["hour"], "as": "categories", "since": "u", "missing": "zeros" }""")]
    public void Features_conform_with_other_options(string name, string configuration)
    {
        using var folder = new TableFolder();
        PluginConformance.Verify(
            All.Single(plugin => plugin.Kind == "feature" && plugin.Name == name), new ConformanceOptions { Configuration = configuration, Folder = folder.Path });
    }

    [Theory]
    [InlineData("mmoe", """ "experts": [{ "type": "mlp", "count": 2, "hidden": [4], "dropout": 0.2, "normalization": "layer" }] """)]
    [InlineData("shared-bottom", """ "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }] """)]
    [InlineData("aitm", """ "hidden": [6, 4] """)]
    [InlineData("cross-stitch", """ "hidden": [6, 4] """)]
    public void Architectures_conform_with_dropout_and_normalization(string name, string configuration) => PluginConformance.Verify(
        All.Single(plugin => plugin.Kind == "architecture" && plugin.Name == name),
        new ConformanceOptions
        {
            Configuration = $$"""
                {
                  "sharedLayers": [6], "sharedDropout": 0.3, "sharedNormalization": "layer",
                  "tower": { "hidden": [5], "dropout": 0.4, "normalization": "layer" }, {{configuration}}
                }
                """,
        });

    [Theory]
    [InlineData("attention")]
    [InlineData("cross")]
    [InlineData("glu")]
    [InlineData("mask")]
    [InlineData("mlp")]
    [InlineData("residual")]
    public void Experts_conform_with_dropout(string name) => PluginConformance.Verify(
        All.Single(plugin => plugin.Kind == "expert" && plugin.Name == name), new ConformanceOptions { Configuration = """{ "dropout": 0.3 }""" });

    [Fact]
    public void Nothing_is_said_of_plugins_that_are_not_there() =>
        Assert.Empty(Configurations.Keys.Concat(Exceptions.Keys).Except(All.Select(plugin => $"{plugin.Kind}/{plugin.Name}")));
}
