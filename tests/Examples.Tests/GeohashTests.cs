using System.Globalization;
using System.Text.Json;
using GeohashFeature;
using MmoePipeline.Testing;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Examples.Tests;

/// <summary>A feature from an assembly of its own: its formula, the conformance kit, and the real program that trains, resumes and predicts with it.</summary>
public sealed class GeohashTests : IDisposable
{
    private const int Rows = 1200;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-geohash").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Places and names from public descriptions of the code; the last ones are the corners.</summary>
    [Theory]
    [InlineData(57.64911, 10.40744, "u4pruydqqvj")]
    [InlineData(42.6, -5.6, "ezs42")]
    [InlineData(0, 0, "s0000")]
    [InlineData(-90, -180, "00000")]
    [InlineData(90, 180, "zzzzz")]
    public void Names_are_those_of_the_published_code(double latitude, double longitude, string expected)
    {
        Span<char> name = stackalloc char[expected.Length];
        Geohash.Write(latitude, longitude, name);
        Assert.Equal(expected, name.ToString());
    }

    [Fact]
    public void Does_what_its_kind_promises() => PluginConformance.Verify<GeohashCellFeature>(
        new ConformanceOptions { Configuration = """{ "latitude": "lat", "longitude": "lon", "precision": 2, "minimumFrequency": 3 }""" });

    /// <summary>Also of rows without a place, and of degrees that are out of range, which it reports.</summary>
    [Fact]
    public void Does_so_with_rows_that_it_cant_use() => PluginConformance.Verify<GeohashCellFeature>(new ConformanceOptions
    {
        Configuration = """{ "latitude": "lat", "longitude": "lon", "precision": 12, "autoDimension": true }""",
        FeatureCells = (column, row) => row % 9 == 0 ? null
            : column == "lat" ? (row % 31 == 1 ? 90.5 : (row * 7 % 180) - 90.0)
            : row % 37 == 2 ? "east" : ((row * 11 % 360) - 180.0),
    });

    /// <summary>Four epochs, of which two are after a resumption, end as four at once; and the test rows' predictions are the run's to the last digit.</summary>
    [Fact]
    public async Task The_program_trains_resumes_and_predicts_with_it()
    {
        string[] table = [.. Enumerable.Range(0, Rows).Select(Line)];
        await File.WriteAllLinesAsync(Path.Combine(_folder, "places.csv"), ["lat,lon,sold", .. table]);
        string configuration = Path.Combine(_folder, "run.json");
        await File.WriteAllTextAsync(
            configuration,
            """
            {
              "run": { "name": "places", "output": "whole", "predictions": true },
              "data": {
                "source": { "type": "csv", "path": "places.csv" },
                "features": {
                  "named": [
                    { "type": "geohash", "latitude": "lat", "longitude": "lon", "precision": 4, "dimension": 4 },
                    { "type": "geohash", "name": "region", "latitude": "lat", "longitude": "lon", "precision": 2, "dimension": 4 }
                  ]
                },
                "onBadRow": { "policy": "skip", "limit": 0.01 },
                "cache": null
              },
              "tasks": [{ "type": "binary", "name": "sold", "label": "sold", "positive": "1" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] },
              "training": { "epochs": 4, "batchSize": 64, "optimizer": { "type": "adam", "learningRate": 0.02 } }
            }
            """);
        string whole = await RunAsync("run", configuration);
        string run = await RunAsync("run", configuration, "--set", "training.epochs=2", "--set", $"run.output={_folder}/parts");
        Assert.NotEqual(Path.GetFileName(LastCheckpoint(whole)), Path.GetFileName(LastCheckpoint(run)));
        await RunAsync("resume", run, "--set", "training.epochs=4", "--force");
        Assert.Equal(Path.GetFileName(LastCheckpoint(whole)), Path.GetFileName(LastCheckpoint(run)));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(LastCheckpoint(whole), "tensors.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(LastCheckpoint(run), "tensors.safetensors")));
        Assert.Equal(Predictions(whole), Predictions(run));

        // One row has a latitude that doesn't exist, so it is in no part. The label follows from the cell, but for the rows without a place.
        string[][] predicted = [.. Predictions(run).Skip(1).Select(line => line.Split(','))];
        Assert.DoesNotContain(predicted, row => row[0] == "18");
        Assert.True(Auc(predicted.Select(row => (Double(row[1]), table[Int(row[0])].EndsWith(",1", StringComparison.Ordinal)))) > 0.95);

        string output = Path.Combine(_folder, "predicted.csv");
        string input = Path.Combine(_folder, "test.csv");
        await File.WriteAllLinesAsync(input, ["lat,lon", .. predicted.Select(row => table[Int(row[0])][..table[Int(row[0])].LastIndexOf(',')])]);
        (int exitCode, _, string messages) = await Mmoe.RunAsync(null, "predict", run, input, "--output", output);
        Assert.True(exitCode == 0, messages);
        Assert.Equal(predicted.Select(row => row[1]), (await File.ReadAllLinesAsync(output)).Skip(1));
    }

    /// <summary>Places in 16 towns; what is sold follows from the town.</summary>
    private static string Line(int row)
    {
        int town = row * 7919 % 16;
        double latitude = row == 18 ? 91 : -60 + (30 * (town / 4)) + (row % 11 * 0.001);
        double longitude = -150 + (80 * (town % 4)) + (row % 13 * 0.001);
        string place = row % 50 == 3 ? "," : string.Create(CultureInfo.InvariantCulture, $"{latitude},{longitude}");
        return $"{place},{(town * 5 % 16 < 6 ? 1 : 0)}";
    }

    /// <summary>The share of pairs of a positive and a negative row that are in order; ties count half.</summary>
    private static double Auc(IEnumerable<(double Score, bool IsPositive)> rows)
    {
        ILookup<bool, double> scores = rows.ToLookup(row => row.IsPositive, row => row.Score);
        return scores[true].Average(positive => scores[false].Average(negative => positive > negative ? 1 : positive == negative ? 0.5 : 0));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        (int exitCode, string output, string messages) = await Mmoe.RunAsync(null, [.. arguments, "--format", "json"]);
        Assert.True(exitCode == 0, messages);
        using JsonDocument report = JsonDocument.Parse(output);
        return report.RootElement.GetProperty("run").GetString()!;
    }

    /// <summary>The folder of the state after the last step.</summary>
    private static string LastCheckpoint(string run) => Directory.GetDirectories(Path.Combine(run, "checkpoints"), "step-*").Max(StringComparer.Ordinal)!;

    private static string[] Predictions(string run) => File.ReadAllLines(Path.Combine(run, "predictions.csv"));

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
