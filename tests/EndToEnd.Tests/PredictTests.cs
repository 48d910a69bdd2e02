using System.Globalization;
using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class PredictTests(TrainedCensus census) : IClassFixture<TrainedCensus>
{
    /// <summary>Text is compared: numbers are written with all digits, so equal texts are equal bits.</summary>
    [Fact]
    public async Task Predictions_are_those_of_the_run_bit_for_bit_whatever_rows_are_beside()
    {
        string[] ofRun = [.. (await File.ReadAllLinesAsync(Path.Combine(census.Run, "predictions.csv"))).Skip(1)];
        Assert.Equal(
            Enumerable.Range(0, census.Rows.Length).Where(row => row % 10 >= 8), ofRun.Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));

        // All rows, in their order, with two of their columns.
        string all = census.PathOf("all.csv");
        JsonElement result = await PredictAsync(CensusFile.FullPath, all, "--keep", "age", "--keep", "education");
        string[] lines = await File.ReadAllLinesAsync(all);
        Assert.Equal(["age", "education", "income", "marital"], lines[0].Split(','));
        Assert.Equal((census.Rows.Length, 1), (result.GetProperty("rows").GetInt32(), result.GetProperty("epoch").GetInt32()));
        Assert.Equal(census.Rows.Select(Kept), lines.Skip(1).Select(line => line[..line.LastIndexOf(',', line.LastIndexOf(',') - 1)]));
        Assert.Equal(
            ofRun.Select(line => line[(line.IndexOf(',') + 1)..]),
            lines.Skip(1).Where((_, row) => row % 10 >= 8).Select(line => string.Join(',', line.Split(',')[^2..])));

        // The last of the test rows alone, so few that libtorch would multiply them in another order, of a file without labels.
        string few = census.PathOf("few.csv");
        await File.WriteAllLinesAsync(few, census.Rows.Where((_, row) => row % 10 >= 8).TakeLast(7).Select(row => string.Join(", ", row.Split(", ")[..^1])));
        using JsonDocument configuration = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(census.Run, "config.json")));
        JsonElement[] columns = [.. configuration.RootElement.GetProperty("data").GetProperty("source").GetProperty("columns").EnumerateArray()];
        string alone = census.PathOf("alone.csv");
        await PredictAsync(few, alone, "--set", $"data.source.columns={JsonSerializer.Serialize(columns[..^1])}");
        Assert.Equal(ofRun.TakeLast(7).Select(line => line[(line.IndexOf(',') + 1)..]), (await File.ReadAllLinesAsync(alone)).Skip(1));

        static string Kept(string row) => $"{row.Split(", ")[0]},{row.Split(", ")[4]}";
    }

    /// <summary>A Parquet file of the features comes from predicting once; its numbers and texts give the same predictions.</summary>
    [Fact]
    public async Task Parquet_is_written_and_read_and_a_query_is_given_as_json()
    {
        string[] features = Features();
        string csv = census.PathOf("some.csv");
        await File.WriteAllLinesAsync(csv, census.Rows.Take(500));
        string parquet = census.PathOf("some.parquet");
        await PredictAsync(csv, parquet, [.. features.SelectMany(feature => new[] { "--keep", feature })]);
        string[] outputs = [census.PathOf("a.csv"), census.PathOf("b.csv"), census.PathOf("c.csv")];
        await PredictAsync(csv, outputs[0]);
        await PredictAsync(parquet, outputs[1]);
        await PredictAsync($$"""{ "type": "parquet", "path": {{JsonSerializer.Serialize(parquet)}} }""", outputs[2]);
        string expected = await File.ReadAllTextAsync(outputs[0]);
        Assert.Equal(501, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, await File.ReadAllTextAsync(outputs[1]));
        Assert.Equal(expected, await File.ReadAllTextAsync(outputs[2]));
    }

    [Fact]
    public async Task Values_that_training_never_saw_are_counted_and_a_column_of_nothing_else_is_warned_of()
    {
        string file = census.PathOf("unseen.csv");
        await File.WriteAllLinesAsync(file, census.Rows.Take(50).Select(row => string.Join(", ", row.Split(", ").Select((value, column) => column == 10 ? "?!" : value))));
        Outcome outcome = await Mmoe.RunAsync("predict", census.Run, file, "--output", census.PathOf("unseen-out.csv"), "--format", "json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("warning MMOE6015 race: 50 of 50 rows, 100.00 %", outcome.Messages, StringComparison.Ordinal);
        Assert.Contains("'?!'", outcome.Messages, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(50, json.RootElement.GetProperty("unseen").GetProperty("race").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("unseen").GetProperty("sex").GetInt32());
    }

    /// <summary>Five rows can't be used. In the table that is predicted they are not there, so each row is at another place of another batch.</summary>
    [Fact]
    public async Task Rows_that_are_left_out_change_neither_number_nor_bits_of_the_others()
    {
        int[] bad = [28, 29, 138, 509, 1008];
        string[] prices = [.. Enumerable.Range(0, 1200).Select(row => (row * 7919 % 1000).ToString(CultureInfo.InvariantCulture))];
        string folder = Directory.CreateDirectory(census.PathOf("left-out")).FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "all.csv"),
            ["id,price,sold", .. prices.Select((price, row) => $"{row},{(bad.Contains(row) ? "oops" : price)},{(row * 7919 % 1000 < 400 ? 1 : 0)}")]);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "good.csv"), ["id,price", .. prices.Index().Where(row => !bad.Contains(row.Index)).Select(row => $"{row.Index},{row.Item}")]);
        string configuration = Path.Combine(folder, "run.json");
        await File.WriteAllTextAsync(configuration, """
            {
              "run": { "name": "left-out", "output": "runs", "predictions": true },
              "data": {
                "source": { "type": "csv", "path": "all.csv" },
                                "features": { "numeric": ["price"], "numericScale": "linear" },
                "onBadRow": { "policy": "skip" },
                "cache": null
              },
              "tasks": [{ "name": "sale", "type": "binary", "label": "sold" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 3, "hidden": [8] }], "tower": { "hidden": [4] } },
              "loss": { "type": "fixed" },
              "training": { "epochs": 2, "batchSize": 64, "optimizer": { "type": "adam", "learningRate": 0.01 } }
            }
            """);
        Outcome outcome = await Mmoe.RunAsync("run", configuration, "--format", "json");
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        string run = RunReport.Parse(outcome.Output).Run;
        string[] ofRun = [.. (await File.ReadAllLinesAsync(Path.Combine(run, "predictions.csv"))).Skip(1)];
        int[] expected = [.. Enumerable.Range(0, prices.Length).Where(row => row % 10 >= 8 && !bad.Contains(row))];
        Assert.Equal(expected, ofRun.Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));

        string output = Path.Combine(folder, "good-out.csv");
        Outcome predicted = await Mmoe.RunAsync("predict", run, Path.Combine(folder, "good.csv"), "--keep", "id", "--output", output);
        Assert.True(predicted.ExitCode == 0, predicted.Messages);
        Assert.Equal(ofRun, (await File.ReadAllLinesAsync(output)).Skip(1).Where(line => expected.Contains(int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))));
    }

    /// <summary>Of the same features, so that nothing else tells the two apart.</summary>
    [Fact]
    public async Task Weights_and_an_encoding_of_two_runs_are_no_run()
    {
        Outcome outcome = await Mmoe.RunAsync(census.ShortRun("probes=[]", "data.split.train=0-5"));
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        string other = RunReport.Parse(outcome.Output).Run;
        File.Copy(Path.Combine(census.Run, "encoding.json"), Path.Combine(other, "encoding.json"), overwrite: true);
        string output = census.PathOf("mixed.csv");
        Outcome mixed = await Mmoe.RunAsync("predict", other, CensusFile.FullPath, "--output", output);
        Assert.Equal((2, ""), (mixed.ExitCode, mixed.Output));
        Assert.Matches("^MMOE6010 .*encoding.json: ", mixed.Messages);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task What_does_not_fit_is_reported_and_nothing_is_left()
    {
        string folder = Directory.CreateDirectory(census.PathOf("refused")).FullName;
        string output = Path.Combine(folder, "out.csv");
        string header = census.PathOf("header.csv");
        await File.WriteAllTextAsync(header, "ages,sex\n1,2\n");
        await RefusedAsync("MMOE6007", header, "header.csv: lacks 38 ", "data.source.columns=[]", "data.source.delimiter=,");
        await RefusedAsync("MMOE6007", header, "'age' (did you mean 'ages'?)", "data.source.columns=[]", "data.source.delimiter=,");

        string texts = census.PathOf("texts.csv");
        await File.WriteAllLinesAsync(texts, [.. census.Rows.Take(3), "old" + census.Rows[3][census.Rows[3].IndexOf(',')..]]);
        await RefusedAsync("MMOE2410", texts, "texts.csv:4: age: ");
        await RefusedAsync("MMOE6014", texts, "MMOE6014 --set model.type: ", "model.type=mmoe");

        await File.WriteAllTextAsync(output, "before");
        await RefusedAsync("MMOE6003", CensusFile.FullPath, "out.csv: exists");
        Assert.Equal("before", await File.ReadAllTextAsync(output));

        async Task RefusedAsync(string code, string input, string message, params string[] sets)
        {
            Outcome outcome = await Mmoe.RunAsync(["predict", census.Run, input, "--output", output, .. Workplace.Set(sets)]);
            Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
            Assert.StartsWith($"{code} ", outcome.Messages, StringComparison.Ordinal);
            Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
            Assert.Equal(File.Exists(output) ? 1 : 0, Directory.EnumerateFileSystemEntries(folder).Count());
        }
    }

    private string[] Features()
    {
        using JsonDocument configuration = JsonDocument.Parse(File.ReadAllText(Path.Combine(census.Run, "config.json")));
        JsonElement features = configuration.RootElement.GetProperty("data").GetProperty("features");
        return
        [
            .. features.GetProperty("numeric").EnumerateArray().Concat(features.GetProperty("categorical").EnumerateArray())
                .Select(name => name.GetString()!),
        ];
    }

    private async Task<JsonElement> PredictAsync(string input, string output, params string[] more)
    {
        Outcome outcome = await Mmoe.RunAsync(["predict", census.Run, input, "--output", output, "--format", "json", .. more]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
