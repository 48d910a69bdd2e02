using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Inference;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Features;

/// <summary>Runs whose features are hashes, crosses, vectors and times: trained, predicted, cached, and refused.</summary>
public sealed class FeatureTypesTests : IDisposable
{
    private const int Rows = 300;

    private const string AllTypes =
        """
        { "type": "hash", "column": "user", "buckets": 7, "functions": 2 },
        { "type": "hash", "name": "summed", "column": "user", "buckets": 7, "functions": 2, "combine": "sum", "dimension": 3 },
        { "type": "cross", "name": "route", "columns": ["from", "to"], "minimumFrequency": 2 },
        { "type": "cross", "name": "hashed route", "columns": ["from", "to", "user"], "buckets": 50, "dimension": 2 },
        { "type": "vector", "column": "picture", "separator": "|", "length": 2, "standardize": true, "missing": "zeros" },
        { "type": "vector", "name": "frozen", "key": "item", "file": "vectors.safetensors", "tensor": "v" },
        { "type": "vector", "name": "tuned", "key": "item", "file": "vectors.safetensors", "tensor": "v", "frozen": false },
        { "type": "time", "column": "seen", "parts": ["hour", "weekday"], "since": "made", "missing": "zeros" },
        { "type": "time", "name": "clock", "column": "hourmin", "format": "HHmm", "parts": ["hour", "minute-of-day"], "as": "categories", "dimension": 2 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-features").FullName;

    public FeatureTypesTests()
    {
        var random = new Random(5);
        File.WriteAllLines(Table, Enumerable.Range(0, Rows).Select(row =>
        {
            (int user, int item, int hour) = (random.Next(20), random.Next(6), random.Next(24));
            string picture = row % 9 == 4 ? "" : string.Create(CultureInfo.InvariantCulture, $"{random.NextDouble()}|{random.Next(100)}");
            string seen = row % 11 == 3 ? "" : $"2024-03-{1 + random.Next(28):D2} {hour:D2}:30";
            return $"u{user},{"abc"[random.Next(3)]},{"ab|"[random.Next(3)]},{picture},{item},{seen},2024-01-{1 + random.Next(31):D2},{(100 * hour) + 7},{((hour + item + random.Next(9)) % 2)}";
        }).Prepend("user,from,to,picture,item,seen,made,hourmin,clicked"));
        FileOfVectors.Write(Vectors, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    private string Table => Path.Combine(_folder, "table.csv");

    private string Vectors => Path.Combine(_folder, "vectors.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The file of vectors is gone when rows are predicted: keys and vectors are part of the run.</summary>
    [Fact]
    public async Task Prediction_gives_the_bits_of_the_runs_test_rows()
    {
        RunResult run = await new Trainer().TrainAsync(Configuration(AllTypes));
        File.Delete(Vectors);
        string[] ofRun = [.. File.ReadLines(Path.Combine(run.Folder, "predictions.csv")).Skip(1)];
        Assert.Equal(Rows / 5, ofRun.Length);

        string output = Path.Combine(_folder, "out.csv");
        var folder = RunFolder.Open(run.Folder);
        PredictionPlan plan = PredictionPlan.Read(folder, Table, [], new([]));
        using IHost host = RunHost.Create(plan.Plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using (var trained = TrainedRun.Open(folder))
        {
            PredictionResult result = new TablePredictor(trained, plan.Plan.Configuration, host.Services.GetRequiredService<PluginActivator>()).Predict([], output, false, default);
            Assert.Equal(Rows, result.Rows);
        }

        string[] predicted = [.. File.ReadLines(output).Skip(1)];
        Assert.True(predicted.Distinct().Count() > Rows / 2);
        Assert.All(ofRun, line =>
        {
            string[] cells = line.Split(',');
            Assert.Equal(cells[1], predicted[int.Parse(cells[0], CultureInfo.InvariantCulture)]);
        });

        using var bundle = ModelBundle.Load(run.Folder);
        using Predictor predictor = bundle.CreatePredictor();
        string[] names = File.ReadLines(Table).First().Split(',');
        Dictionary<string, object?> row = names.Zip(File.ReadLines(Table).ElementAt(9).Split(',')).ToDictionary(pair => pair.First, pair => pair.Second.Length == 0 ? null : (object?)pair.Second);
        Assert.Equal(double.Parse(predicted[8], CultureInfo.InvariantCulture), predictor.Predict([row])[0].Single(), 1e-6);
        ProblemAssert.Throws(() => predictor.Predict([new Dictionary<string, object?>(row) { ["seen"] = "soon", ["picture"] = "1|2|3" }]), "MMOE2708 row 0, picture", "MMOE2709 row 0, seen");
    }

    /// <summary>Lists, timestamps, dates and whole numbers as Parquet has them, in both tables.</summary>
    [Fact]
    public async Task Columns_of_a_parquet_file_are_read_by_their_types()
    {
        using (var engine = new DuckDBConnection("DataSource=:memory:"))
        {
            engine.Open();
            using DuckDBCommand command = engine.CreateCommand();
            command.CommandText = $"""
                COPY (SELECT range % 7 AS item, [range / 10, -range]::FLOAT[] AS picture, TIMESTAMP '2024-03-01 00:30:00' + to_hours(range) AS seen, DATE '2024-01-01' + (range % 40)::INTEGER AS made,
                    20240301 + range % 28 AS day, (range // 10 + range) % 2 AS clicked FROM range({Rows})) TO '{_folder}/table.parquet' (FORMAT parquet);
                COPY (SELECT range AS id, [range, 1]::DOUBLE[] AS v FROM range(5)) TO '{_folder}/vectors.parquet' (FORMAT parquet)
                """;
            command.ExecuteNonQuery();
        }

        RunResult run = await new Trainer().TrainAsync(
            Configuration(
                """
                { "type": "vector", "column": "picture", "length": 2, "standardize": true },
                { "type": "vector", "key": "item", "file": "vectors.parquet", "keyColumn": "id", "vectorColumn": "v" },
                { "type": "time", "column": "seen", "parts": ["hour", "minute-of-day"], "since": "made" },
                { "type": "time", "column": "day", "format": "yyyyMMdd", "parts": ["weekday"], "as": "categories" }
                """),
            ["data.source={ \"type\": \"parquet\", \"path\": \"" + _folder + "/table.parquet\" }"]);
        using var bundle = ModelBundle.Load(run.Folder);
        using Predictor predictor = bundle.CreatePredictor();

        // Row 8 is a test row; its item, 1, is known, and 9 is not.
        var row = new Dictionary<string, object?>
        {
            ["item"] = 1,
            ["picture"] = new[] { 0.8f, -8 },
            ["seen"] = "2024-03-01 08:30:00",
            ["made"] = "2024-01-09",
            ["day"] = 20240309,
        };
        string[] first = File.ReadLines(Path.Combine(run.Folder, "predictions.csv")).ElementAt(1).Split(',');
        Assert.Equal("8", first[0]);
        Assert.Equal(double.Parse(first[1], CultureInfo.InvariantCulture), predictor.Predict([row])[0].Single(), 1e-6);
        Assert.NotEqual(predictor.Predict([row])[0].Single(), predictor.Predict([new Dictionary<string, object?>(row) { ["item"] = 9 }])[0].Single());
    }

    [Fact]
    public async Task A_changed_file_of_vectors_is_not_taken_from_the_cache()
    {
        const string Frozen = """{ "type": "vector", "key": "item", "file": "vectors.safetensors", "tensor": "v" }""";
        string cache = Path.Combine(_folder, "cache");
        RunResult first = await new Trainer().TrainAsync(Configuration(Frozen), [$"data.cache={cache}"]);
        RunResult again = await new Trainer().TrainAsync(Configuration(Frozen), [$"data.cache={cache}", "run.name=again"]);
        Assert.Single(Directory.EnumerateFiles(cache, "*.columns"));
        Assert.Equal(first.Test.Single().Metrics.AsEnumerable(), again.Test.Single().Metrics);
        FileOfVectors.Write(Vectors, 1, 5, 4, 3, 2, 1, 0, 7);
        await new Trainer().TrainAsync(Configuration(Frozen), [$"data.cache={cache}", "run.name=changed"]);
        Assert.Equal(2, Directory.EnumerateFiles(cache, "*.columns").Count());
    }

    [Theory]
    [InlineData("""{ "type": "vector", "column": "picture", "separator": "|", "length": 3, "missing": "zeros" }""", "MMOE2708 table.csv:2 picture")]
    [InlineData("""{ "type": "vector", "column": "picture", "length": 2, "missing": "zeros" }""", "MMOE2702 table.csv:2 picture")]
    [InlineData("""{ "type": "time", "column": "to", "parts": ["hour"] }""", "MMOE2709 table.csv:2 to")]
    [InlineData("""{ "type": "time", "column": "seen", "parts": ["hour"] }""", "MMOE2707 table.csv:5 seen")]
    public async Task A_row_that_can_not_be_used_is_named(string feature, string problem)
    {
        BadInputException thrown = await Assert.ThrowsAsync<BadInputException>(() => new Trainer().TrainAsync(Configuration(feature)));
        Problem first = thrown.Problems[0];
        string[] parts = problem.Split(' ');
        Assert.Equal(parts[0], first.Code);
        Assert.Contains(parts[1], $"{first.Place}: ", StringComparison.Ordinal);
        Assert.Contains(parts[2], $"{first.Place} {first.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_vectors_that_can_not_be_used_is_refused()
    {
        File.WriteAllText(Vectors, "no vectors");
        BadInputException thrown = await Assert.ThrowsAsync<BadInputException>(
            () => new Trainer().TrainAsync(Configuration("""{ "type": "vector", "key": "item", "file": "vectors.safetensors", "tensor": "v" }""")));
        ProblemAssert.Equal(thrown.Problems, "MMOE2710 vectors.safetensors");
        Assert.False(Directory.Exists(Path.Combine(_folder, "runs")));
    }

    [Theory]
    [InlineData("""{ "type": "hash", "column": "a", "buckets": 5, "combine": "sum" }""", "combine")]
    [InlineData("""{ "type": "cross", "columns": ["a", "a"] }""", "columns")]
    [InlineData("""{ "type": "cross", "columns": ["a", "b"], "identities": 5 }""", "identities")]
    [InlineData("""{ "type": "cross", "columns": ["a", "b"], "buckets": 5, "minimumFrequency": 2 }""", "buckets")]
    [InlineData("""{ "type": "vector" }""", "column")]
    [InlineData("""{ "type": "vector", "column": "a", "key": "b" }""", "key")]
    [InlineData("""{ "type": "vector", "column": "a" }""", "length")]
    [InlineData("""{ "type": "vector", "column": "a", "length": 2, "file": "a.parquet", "frozen": false }""", "file", "frozen")]
    [InlineData("""{ "type": "vector", "key": "a" }""", "file")]
    [InlineData("""{ "type": "vector", "key": "a", "file": "a.csv" }""", "file")]
    [InlineData("""{ "type": "vector", "key": "a", "file": "a.parquet", "tensor": "v" }""", "keyColumn", "vectorColumn", "tensor")]
    [InlineData("""{ "type": "vector", "key": "a", "file": "a.safetensors", "keyColumn": "v", "length": 2 }""", "length", "tensor", "keyColumn")]
    [InlineData("""{ "type": "vector", "key": "a", "file": "a.safetensors", "tensor": "v", "missing": "zeros", "standardize": true, "separator": "|" }""", "separator", "missing", "standardize")]
    [InlineData("""{ "type": "time", "column": "a" }""", "parts")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["hour", "hour"] }""", "parts")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["hour"], "dimension": 4 }""", "as")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["hour"], "unit": "seconds", "format": "HHmm" }""", "format")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["weekday"], "format": "HHmm" }""", "format")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["hour"], "format": "yyyyMMdd" }""", "format")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["minute-of-day"], "format": "yyyyMMddHH" }""", "format")]
    [InlineData("""{ "type": "time", "column": "a", "since": "b", "format": "HHmm" }""", "format")]
    [InlineData("""{ "type": "time", "column": "a", "parts": ["hour"], "format": "HH'" }""", "format")]
    public void Options_that_do_not_go_together_are_refused(string feature, params string[] keys)
    {
        new RunPlanReader(InterruptedTraining.Registry).Read(Configuration(feature), [], out ImmutableArray<ConfigurationProblem> problems);
        ProblemAssert.Equal(
            problems.Select(problem => new Problem(problem.Code, problem.Path, "")).OrderBy(problem => problem.Place, StringComparer.Ordinal),
            [.. keys.Order(StringComparer.Ordinal).Select(key => $"MMOE1114 data.features.named.0.{key}")]);
    }

    private string Configuration(string features)
    {
        string file = Path.Combine(_folder, "run.json");
        File.WriteAllText(file, $$"""
            {
              "run": { "name": "features", "seed": 5, "output": "runs", "predictions": true },
              "data": { "source": { "type": "csv", "path": "table.csv" }, "features": { "embeddingDimension": 4, "named": [{{features}}] }, "cache": null },
              "tasks": [{ "type": "binary", "name": "click", "label": "clicked" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] },
              "loss": { "type": "fixed" },
              "training": { "epochs": 2, "batchSize": 32, "optimizer": { "type": "adam", "learningRate": 0.01 } }
            }
            """);
        return file;
    }
}
