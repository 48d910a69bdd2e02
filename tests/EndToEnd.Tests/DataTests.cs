using System.Text.Json;
using MmoePipeline.Configuration;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Data sets by name: in folders of a user's own, and from a web server on this machine.</summary>
public sealed class DataTests : IDisposable
{
    /// <summary>The working folder; the data folders of the tests' machine are not among its own.</summary>
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-data").FullName;

    private static string Flights { get; } = Path.Combine(Mmoe.Repository, "data", "flights.parquet");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Data_sets_are_listed_with_what_is_here()
    {
        string data = Directory.CreateDirectory(Path.Combine(_folder, "mine")).FullName;
        File.Copy(Flights, Path.Combine(data, "flights.parquet"));
        Outcome outcome = await Mmoe.RunInAsync(_folder, [(DataPath.Variable, data)], "data", "list", "--format", "json");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Messages));
        JsonElement[] sets = [.. JsonDocument.Parse(outcome.Output).RootElement.GetProperty("dataSets").EnumerateArray()];
        Assert.Equal(["census", "flights", "kuairand"], sets.Select(set => set.GetProperty("name").GetString()));
        Assert.Equal(
            [null, Path.Combine(data, "flights.parquet"), null],
            sets.Select(set => set.GetProperty("files")[0].GetProperty("found").GetString()));

        Outcome table = await Mmoe.RunInAsync(_folder, [], "data", "list");
        Assert.Equal(0, table.ExitCode);
        Assert.All(["census", "flights", "kuairand", "CC BY 4.0", "CC BY-SA 4.0"], text => Assert.Contains(text, table.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_downloaded_once_and_found_from_then_on()
    {
        byte[] content = await File.ReadAllBytesAsync(Flights);
        await using var server = new WebServer(path => path == "/mirror/flights.parquet" ? WebServer.Ok(content) : WebServer.NotFound());
        string[] command = ["data", "get", "flights", "--from", $"{server.Address}mirror", "--format", "json"];
        foreach (bool isDownloaded in new[] { true, false })
        {
            Outcome outcome = await Mmoe.RunInAsync(_folder, [], command);
            Assert.True(outcome.ExitCode == 0, outcome.Messages);
            JsonElement file = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("files")[0];
            Assert.Equal(isDownloaded, file.GetProperty("downloaded").GetBoolean());
            Assert.Equal(Path.Combine(_folder, "data", "flights.parquet"), file.GetProperty("file").GetString());
            Assert.DoesNotContain("\u001b", outcome.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(["/mirror/flights.parquet"], server.Requests);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_folder, "data", "flights.parquet")));
    }

    [Fact]
    public async Task What_can_not_be_downloaded_fails_and_says_what_to_do_by_hand()
    {
        await using var server = new WebServer(_ => WebServer.Ok([1, 2, 3]));
        Outcome cut = await Mmoe.RunInAsync(_folder, [], "data", "get", "census", "--from", $"{server.Address}");
        Assert.Equal((1, ""), (cut.ExitCode, cut.Output));
        Assert.Contains($"MMOE1402 {server.Address}census-income.csv.gz: ", cut.Messages, StringComparison.Ordinal);
        Assert.Contains("https://archive.ics.uci.edu/dataset/117/", cut.Messages, StringComparison.Ordinal);

        Outcome none = await Mmoe.RunInAsync(_folder, [], "data", "get", "kuairand");
        Assert.Equal((1, ""), (none.ExitCode, none.Output));
        Assert.Matches("^MMOE1404 kuairand/interactions-0425-0430.parquet: ", none.Messages);
        Assert.Contains("https://kuairand.com", none.Messages, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("data get cenus", "MMOE1401 NAME: ")]
    [InlineData("data get census --from ftp://example.com", "MMOE1001 get: ")]
    [InlineData("data get", "MMOE1001 get: ")]
    public async Task A_wrong_command_is_reported(string command, string message)
    {
        ArgumentNullException.ThrowIfNull(command);
        Outcome outcome = await Mmoe.RunInAsync(_folder, [], command.Split(' '));
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_of_that_name_is_refused_and_stays()
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName, "census-income.csv.gz");
        await File.WriteAllTextAsync(file, "a page of a proxy");
        Outcome outcome = await Mmoe.RunInAsync(_folder, [], "data", "get", "census");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Matches("^MMOE1403 data/census-income.csv.gz: .*3,261,416.*17", outcome.Messages);
        Assert.Equal("a page of a proxy", await File.ReadAllTextAsync(file));
    }

    /// <summary>In the order of the folders: the one of MMOE_DATA, the working folder's, the program's home's, the shared one.</summary>
    [Fact]
    public async Task A_run_finds_its_data_in_the_first_of_the_folders()
    {
        string configuration = Path.Combine(_folder, "work", "run.json");
        string[] places = ["named", "work/data", "home/data", "shared/data"];
        Directory.CreateDirectory(Path.Combine(_folder, "work"));
        await File.WriteAllTextAsync(configuration, """
            {
              "run": { "output": "runs" },
              "data": { "source": { "type": "csv", "path": "data://shop/rows.csv" }, "features": { "numeric": ["x"] }, "cache": null },
              "tasks": [{ "type": "binary", "name": "y", "label": "y" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }] },
              "training": { "epochs": 1, "batchSize": 64 }
            }
            """);
        Outcome missing = await RunAsync();
        Assert.Equal((2, ""), (missing.ExitCode, missing.Output));
        Assert.Matches(@"^MMOE1115 run.json:3:\d+: data.source.path: .*mmoe data get shop", missing.Messages);
        foreach (string place in places.Reverse())
        {
            string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, place, "shop")).FullName, "rows.csv");
            await File.WriteAllLinesAsync(file, ["x,y", .. Enumerable.Range(0, 400).Select(row => $"{row % 13},{row / 10 % 2}")]);
            Outcome outcome = await RunAsync();
            Assert.True(outcome.ExitCode == 0, outcome.Messages);

            // The run folder names the file itself.
            string run = RunReport.Parse(outcome.Output).Run;
            using JsonDocument resolved = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run, "config.json")));
            string path = resolved.RootElement.GetProperty("data").GetProperty("source").GetProperty("path").GetString()!;
            Assert.Equal(file, Path.GetFullPath(path, run));
        }

        Task<Outcome> RunAsync() => Mmoe.RunInAsync(
            Path.Combine(_folder, "work"),
            [(DataPath.Variable, Path.Combine(_folder, "named")), ("MMOE_HOME", Path.Combine(_folder, "home"))],
            "run", "run.json", "--format", "json");
    }
}
