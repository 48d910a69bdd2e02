using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

/// <summary>A label of 1e30 among 140: its square is no float32.</summary>
public sealed class NumericFaultTests : IDisposable
{
    /// <summary>The row in the file; the modulus leaves seven of ten for training.</summary>
    private const int BadRow = 41;

    private const int BadTrainingRow = (4 * 7) + 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-faults").FullName;

    public NumericFaultTests() => WriteRows(row => row == BadRow);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_run_stops_and_names_task_and_row()
    {
        (Exception? failure, string messages, string run) = await RunAsync();
        Problem problem = Assert.IsType<RunFailedException>(failure).Problem;
        ProblemAssert.Equal([problem], "MMOE3105 tasks.0");
        Assert.StartsWith("epoch 1, after step ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("MMOE5001 ", messages, StringComparison.Ordinal);
        Assert.Contains($"training row {BadTrainingRow};", messages, StringComparison.Ordinal);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(run, "numeric-faults"), "*.json"));
        JsonElement fault = JsonElement.Parse(File.ReadAllBytes(file));
        Assert.Equal("price", Assert.Single(fault.GetProperty("tasks").EnumerateArray()).GetString());
        Assert.Equal(BadTrainingRow, Assert.Single(fault.GetProperty("trainingRows").EnumerateArray()).GetInt32());
        using var batch = SafetensorsReader.Open(Path.ChangeExtension(file, ".safetensors"));
        using torch.Tensor targets = batch.Read("targets");
        int row = Assert.Single(fault.GetProperty("batchRows").EnumerateArray()).GetInt32();
        Assert.Equal(1e30f, targets[row, 0].item<float>());
    }

    [Fact]
    public async Task A_step_may_be_skipped()
    {
        (Exception? failure, string messages, string run) = await RunAsync("""training.numericFaults={ "policy": "skip" }""");
        Assert.Null(failure);
        Assert.True(messages.Split("MMOE5005 ").Length == 3, messages);
        JsonElement[] epochs =
            [.. File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonElement.Parse(line)).Where(line => line.TryGetProperty("skippedSteps", out _))];
        Assert.Equal([1, 1], epochs.Select(epoch => epoch.GetProperty("skippedSteps").GetInt32()));
        Assert.All(epochs, epoch => Assert.InRange(epoch.GetProperty("loss").GetProperty("price").GetDouble(), 0, 100));
    }

    [Fact]
    public async Task Skipping_has_a_limit()
    {
        WriteRows(row => row % 10 == 4);
        (Exception? failure, _, _) = await RunAsync("""training.numericFaults={ "policy": "skip", "limit": 3 }""");
        Problem problem = Assert.IsType<RunFailedException>(failure).Problem;
        Assert.Equal("MMOE5002", problem.Code);
        Assert.Contains("more than 3 steps", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_looked_at_one_by_one() => Gen.Select(Gen.Int[1, 70], Gen.Int[0, 70], Gen.OneOfConst(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e-45f))
        .Sample((length, place, value) =>
        {
            float[] values = new float[length];
            if (place < length)
            {
                values[place] = value;
            }

            Assert.Equal(values.All(float.IsFinite), FiniteNumbers.AreAll(values));

            // As tensors that are larger than a span reaches over are looked at.
            using torch.Tensor tensor = torch.tensor(values);
            Assert.Equal(values.All(float.IsFinite), FiniteNumbers.AreAll(tensor, most: 8));
        });

    private void WriteRows(Func<int, bool> isBad) => File.WriteAllLines(
        Path.Combine(_folder, "rows.csv"),
        ["colour,size,price,sold", .. Enumerable.Range(0, 200).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{(row % 3 == 0 ? "red" : "blue")},{row % 7},{(isBad(row) ? "1e30" : $"{row % 5}")},{row / 10 % 2}"))]);

    private async Task<(Exception? Failure, string Messages, string Run)> RunAsync(params string[] sets)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(
            file,
            """
            {
              "run": { "name": "faulty", "output": "runs" },
              "data": {
                "source": { "type": "csv", "path": "rows.csv" },
                "split": { "type": "modulo", "modulus": 10, "train": "0-6", "validation": "7", "test": "8-9" },
                "features": { "numeric": ["size"], "categorical": ["colour"], "embeddingDimension": 4 },
                "cache": null
              },
              "tasks": [
                { "name": "price", "type": "regression", "label": "price" },
                { "name": "sold", "type": "binary", "label": "sold" }
              ],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }], "tower": { "hidden": [4] } },
              "loss": { "type": "fixed" },
              "training": { "epochs": 2, "batchSize": 8, "optimizer": { "type": "adam", "learningRate": 0.001 }, "selection": { "metric": "loss" } }
            }
            """);
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using var messages = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(messages) });
        console.Profile.Width = 10_000;
        Exception? failure;
        using (IHost host = RunHost.Create(plan!, console))
        {
            failure = await Record.ExceptionAsync(() => host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(plan!, null, default));
        }

        Assert.True(Directory.Exists(Path.Combine(_folder, "runs")), failure?.ToString());
        return (failure, messages.ToString(), Directory.GetDirectories(Path.Combine(_folder, "runs")).Single());
    }
}
