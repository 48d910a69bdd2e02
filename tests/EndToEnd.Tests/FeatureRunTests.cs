using System.Globalization;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A run with every type of feature: the same bits when it is resumed, and in prediction; and mistakes of a beginner.</summary>
public sealed class FeatureRunTests(Workplace workplace) : IClassFixture<Workplace>
{
    private const int Rows = 1200;

    [Fact]
    public async Task All_types_are_trained_resumed_and_predicted_to_the_same_bits()
    {
        string configuration = Write("all", Named);
        string whole = await RunAsync("run", configuration);
        string parts = await RunAsync("run", configuration, "--set", "training.epochs=1", "--set", $"run.output={workplace.Folder}/parts");
        await RunAsync("resume", parts, "--set", "training.epochs=2", "--force");
        string[] predictions = await File.ReadAllLinesAsync(Path.Combine(whole, "predictions.csv"));
        Assert.Equal(predictions, await File.ReadAllLinesAsync(Path.Combine(parts, "predictions.csv")));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(whole, "checkpoints", "best.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(parts, "checkpoints", "best.safetensors")));

        string input = Path.Combine(workplace.Folder, "test.csv");
        string[] table = [.. Enumerable.Range(0, Rows).Select(Line)];
        await File.WriteAllLinesAsync(input, [Header, .. predictions.Skip(1).Select(line => table[int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)])]);
        string output = Path.Combine(workplace.Folder, "predicted.csv");
        Outcome predict = await Mmoe.RunAsync("predict", whole, input, "--output", output);
        Assert.True(predict.ExitCode == 0, predict.Messages);
        Assert.Equal(predictions.Skip(1).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]), (await File.ReadAllLinesAsync(output)).Skip(1));

        // Of a log whose lists are longer than maximumLength, the run says how many.
        Assert.Contains("MMOE2705", await File.ReadAllTextAsync(Path.Combine(whole, "log.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "tags", "column": "tags", "separator": "|", "weights": "weights" }""", "MMOE2704")]
    [InlineData("""{ "type": "sequence", "columns": [{ "column": "seen" }, { "column": "tags" }], "separator": " " }""", "MMOE2704")]
    [InlineData("""{ "type": "vector", "column": "seen", "separator": " ", "length": 3 }""", "MMOE2708")]
    [InlineData("""{ "type": "number", "column": "town" }""", "MMOE2706")]
    [InlineData("""{ "type": "number", "column": "price", "scale": "logarithm" }""", "MMOE2707")]
    [InlineData("""{ "type": "time", "column": "town", "parts": ["hour"] }""", "MMOE2709")]
    [InlineData("""{ "type": "category", "column": "twon" }""", "MMOE2401")]
    [InlineData("""{ "type": "number", "column": "price", "encoding": "buckets", "borders": [1, 3, 2] }""", "MMOE1114")]
    [InlineData("""{ "type": "category", "column": "town", "values": ["a", "b", "a"] }""", "MMOE1114")]
    [InlineData("""{ "type": "sequence", "columns": [{ "column": "seen" }], "pooling": "attention", "separator": " " }""", "MMOE1114")]
    public async Task A_mistake_is_refused_with_its_place(string feature, string code)
    {
        Outcome outcome = await Mmoe.RunAsync("run", Write($"bad-{Guid.NewGuid():N}", feature));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(code, outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
    }

    private const string Header = "item,town,price,tags,weights,seen,when,label";

    private const string Named = """
        { "type": "category", "column": "item", "table": "items", "dimension": 6 },
        { "type": "hash", "column": "town", "buckets": 16, "functions": 2 },
        { "type": "cross", "columns": ["town", "item"], "minimumFrequency": 2, "autoDimension": true },
        { "type": "number", "column": "price", "scale": "quantile", "missing": "median", "indicator": true, "encoding": "piecewise-linear" },
        { "type": "tags", "column": "tags", "separator": "|", "pooling": "sqrtn" },
        { "type": "sequence", "name": "history", "columns": [{ "column": "seen", "target": "item", "table": "items", "dimension": 6 }], "separator": " ", "maximumLength": 4,
          "pooling": "attention" },
        { "type": "sequence", "name": "recurrent", "columns": [{ "column": "seen" }], "separator": " ", "maximumLength": 4, "pooling": "gru" },
        { "type": "sequence", "name": "attended", "columns": [{ "column": "seen" }], "separator": " ", "maximumLength": 4, "pooling": "self-attention", "heads": 2 },
        { "type": "vector", "name": "place", "column": "weights", "separator": "|", "length": 2 },
        { "type": "time", "column": "when", "parts": ["hour", "weekday"] }
        """;

    private string Write(string name, string named)
    {
        string table = Path.Combine(workplace.Folder, $"{name}.csv");
        File.WriteAllLines(table, Enumerable.Range(0, Rows).Select(Line).Prepend(Header));
        string configuration = Path.Combine(workplace.Folder, $"{name}.json");
        File.WriteAllText(configuration, $$"""
            {
              "run": { "name": "{{name}}", "output": "runs", "predictions": true },
              "data": {
                "source": { "type": "csv", "path": "{{name}}.csv" },
                "split": { "type": "modulo", "modulus": 10, "train": "0-6", "validation": "7", "test": "8-9" },
                "features": { "embeddingDimension": 4, "named": [{{named}}] },
                "cache": null
              },
              "tasks": [{ "type": "binary", "name": "sold", "label": "label", "positive": "1" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] },
              "training": { "epochs": 2, "batchSize": 128, "optimizer": { "type": "adam", "learningRate": 0.01 } }
            }
            """);
        return configuration;
    }

    private static string Line(int row)
    {
        string tags = string.Join('|', Enumerable.Range(0, row % 4).Select(tag => $"g{(row + tag) % 9}"));
        string seen = string.Join(' ', Enumerable.Range(0, row % 7).Select(before => $"i{((row * 7) + before) % 31}"));
        string price = row % 11 == 0 ? "" : $"{row * 13 % 57}";
        return $"i{row * 7 % 31},t{row * 5 % 12},{price},{tags},{row % 3}.5|{row % 8},{seen},2026-{1 + (row % 12):D2}-{1 + (row % 28):D2} {row % 24:D2}:30,{((row * 7 % 31) + (row % 7)) % 3 / 2}";
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        Outcome outcome = await Mmoe.RunAsync([.. arguments, "--format", "json"]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        return RunReport.Parse(outcome.Output).Run;
    }
}
