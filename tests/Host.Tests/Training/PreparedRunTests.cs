using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Events;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

public sealed class PreparedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-prepared").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Wherever the preparation ends: at the loss weighting, the optimizer's groups, a probe, or the first look at the network.</summary>
    [Theory]
    [InlineData("MMOE1301 loss.weights.nobody", "loss.weights={ \"nobody\": 1 }")]
    [InlineData("MMOE5206 training.groups.0.parameters", "training.groups=[{ \"parameters\": \"nothing\", \"learningRateScale\": 2 }]")]
    [InlineData("MMOE5202 training.selection.metric", "training.selection.metric=nothing")]
    [InlineData("MMOE5204 training.selection.metric", "tasks.0.group=click", "training.selection={ \"metric\": \"groupedAuc\", \"tasks\": [\"click\"] }")]
    [InlineData("MMOE1305 probes.1.field", "probes=[{ \"type\": \"gates\" }, { \"type\": \"sample-weights\", \"field\": \"nothing\" }]")]
    [InlineData("MMOE5207 training.optimizer", "training.optimizer.type=lazy-adam", "loss.type=pcgrad")]
    public void A_preparation_that_fails_leaves_no_tensor_behind(string problem, params string[] sets)
    {
        // What is made once for the whole process, such as constants, is made now.
        Fails(problem, sets);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Fails(problem, sets);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>An epoch whose score is not a number is never the best, the first not either.</summary>
    [Fact]
    public void An_epoch_without_a_score_is_not_the_best()
    {
        Run([], run =>
        {
            Assert.Equal((double.NaN, false), run.Best.Offer(1, Validation(double.NaN, 0.9)));
            Assert.Equal(0, run.Best.Epoch);
            Assert.Contains("'click'", run.Best.WhyWithoutScore(Validation(double.NaN, 0.9)), StringComparison.Ordinal);
            Assert.DoesNotContain("'conversion'", run.Best.WhyWithoutScore(Validation(double.NaN, 0.9)), StringComparison.Ordinal);
            Assert.Equal((0.25, true), run.Best.Offer(2, Validation(0.2, 0.3)));
            Assert.Equal((double.NaN, false), run.Best.Offer(3, Validation(0.9, double.PositiveInfinity)));
            Assert.Equal((0.2, false), run.Best.Offer(4, Validation(0.2, 0.2)));
            Assert.Equal(2, run.Best.Epoch);
        });

        static ImmutableArray<TaskMetrics> Validation(double first, double second) =>
            [new("click", [new("auc", first, true)]), new("conversion", [new("auc", second, true)])];
    }

    [Fact]
    public void Tasks_that_disagree_on_the_direction_have_no_mean() => Run([], run =>
    {
        BadInputException exception = Assert.Throws<BadInputException>(
            () => run.Best.Score([new("click", [new("auc", 1, true)]), new("conversion", [new("auc", 1, false)])]));
        ProblemAssert.Equal(exception.Problems, "MMOE5203 training.selection.metric");
        Assert.Contains("'conversion'", exception.Message, StringComparison.Ordinal);
    });

    /// <summary>The first look at the data evaluates no row with the network: the metrics' names come without it.</summary>
    [Fact]
    public void Metrics_are_known_without_a_pass_of_the_network() => Run([], run =>
    {
        // A network that is gone can't be asked.
        run.Network.Dispose();
        ImmutableArray<TaskMetrics> metrics = run.Evaluation.RunWithoutNetwork(run.Table.Validation);
        Assert.Equal(["auc", "logLoss", "calibration", "expectedCalibrationError", "loss"], metrics[0].Metrics.Select(metric => metric.Name));
        Assert.All(metrics.SelectMany(task => task.Metrics), metric => Assert.True(double.IsFinite(metric.Value)));
    });

    private void Run(string[] sets, Action<PreparedRun> use)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        using PreparedRun run = PreparedRun.Prepare(
            plan!,
            host.Services.GetRequiredService<PluginActivator>(),
            host.Services.GetRequiredService<Lazy<EventHandlers>>(),
            host.Services.GetRequiredService<TrainingClock>(),
            host.Services.GetRequiredService<ITrainingProgress>(),
            NullLogger.Instance,
            default);
        use(run);
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
            host.Services.GetRequiredService<PluginActivator>(),
            host.Services.GetRequiredService<Lazy<EventHandlers>>(),
            host.Services.GetRequiredService<TrainingClock>(),
            host.Services.GetRequiredService<ITrainingProgress>(),
            NullLogger.Instance,
            default));
        Assert.Equal(problem, $"{exception.Problems[0].Code} {exception.Problems[0].Place}");
    }
}
