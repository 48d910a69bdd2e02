using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration;
using MmoePipeline.Host.CommandLine;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Host.Training;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests;

public sealed class PreparedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-prepared").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Wherever the preparation ends: at the loss weighting, the optimizer's groups, a probe, or the first look at the network.</summary>
    [Theory]
    [InlineData("loss.weights", "loss.weights={ \"nobody\": 1 }")]
    [InlineData("training.groups", "training.groups=[{ \"parameters\": \"nothing\", \"learningRateScale\": 2 }]")]
    [InlineData("training.selection", "training.selection.metric=nothing")]
    [InlineData("probes.1.field", "probes=[{ \"type\": \"gates\" }, { \"type\": \"sample-weights\", \"field\": \"nothing\" }]")]
    [InlineData("training.optimizer", "training.optimizer.type=lazy-adam", "loss.type=pcgrad")]
    public void A_preparation_that_fails_leaves_no_tensor_behind(string problem, params string[] sets)
    {
        // What is made once for the whole process, such as constants, is made now.
        Fails(problem, sets);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Fails(problem, sets);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void Fails(string problem, string[] sets)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        BadInputException exception = Assert.Throws<BadInputException>(() => PreparedRun.Prepare(
            plan!,
            host.Services,
            host.Services.GetRequiredService<TrainingClock>(),
            host.Services.GetRequiredService<ITrainingProgress>(),
            NullLogger.Instance,
            default));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }
}
