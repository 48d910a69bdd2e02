using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Training;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Training;

/// <summary>What is wrong with a plan and shows without rows.</summary>
public sealed class SelectionCheckTests : IDisposable
{
    private const string OfAllKinds =
        """
        tasks=[
          { "type": "binary", "name": "click", "label": "click" },
          { "type": "binary", "name": "grouped", "label": "click", "group": "user" },
          { "type": "multiclass", "name": "rating", "label": "rating", "classes": ["a", "b", "c"] },
          { "type": "regression", "name": "time", "label": "time" }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-selection").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The names of the pages of the tasks.</summary>
    [Fact]
    public void Metrics_of_tasks_are_known_without_rows() => WithTasks(OfAllKinds, (_, tasks) =>
    {
        Assert.Equal(
            ["auc", "logLoss", "calibration", "expectedCalibrationError", "loss"], Names(tasks[0]));
        Assert.Contains("groupedAuc", Names(tasks[1]));
        Assert.DoesNotContain("auc", Names(tasks[2]));
        Assert.Contains("rmse", Names(tasks[3]));
        Assert.DoesNotContain("auc", Names(tasks[3]));
    });

    [Theory]
    [InlineData("auc", "", "MMOE5202 'rating'", "MMOE5202 'time'")]
    [InlineData("auc", "\"click\", \"grouped\"")]
    [InlineData("loss", "")]
    [InlineData("groupedAuc", "\"grouped\"")]
    [InlineData("groupedAuc", "\"click\"", "MMOE5202 'click'")]
    [InlineData("calibration", "\"click\"", "MMOE5203 'calibration'")]
    [InlineData("loss", "\"clicks\"", "MMOE5201 'clicks'")]
    public void A_metric_that_a_task_lacks_is_found(string metric, string selected, params string[] problems) => WithTasks(OfAllKinds, (_, tasks) =>
    {
        Problem[] found = [.. SelectionCheck.Problems(
            new SelectionOptions { Metric = metric, Tasks = [.. selected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"'))] }, tasks)];
        Assert.Equal(problems.Length, found.Length);
        Assert.All(problems.Zip(found), pair =>
        {
            Assert.StartsWith(pair.Second.Code, pair.First, StringComparison.Ordinal);
            Assert.StartsWith("training.selection.", pair.Second.Place, StringComparison.Ordinal);
            Assert.Contains(pair.First.Split(' ')[1], pair.Second.Message, StringComparison.Ordinal);
        });
    });

    /// <summary>A third-party task that evaluates its own targets only says nothing without rows, and is not refused for it.</summary>
    [Fact]
    public void A_task_that_can_not_evaluate_made_up_rows_is_left_to_its_own() =>
        Assert.Empty(SelectionCheck.Problems(new SelectionOptions { Metric = "hits" }, [new PickyTask()]));

    [Theory]
    [InlineData("MMOE1301 loss.weights.nobody", "loss.weights={ \"nobody\": 1 }")]
    [InlineData("MMOE5206 training.groups.0.parameters", "training.groups=[{ \"parameters\": \"nothing\" }]")]
    [InlineData("MMOE5207 training.optimizer", "training.optimizer.type=lazy-adam", "loss.type=pcgrad")]
    [InlineData("MMOE5207 training.gradientClipping", "training.optimizer.type=lazy-adam", "training.gradientClipping=1")]
    [InlineData("MMOE1301 model.click", "model={ \"type\": \"esmm\", \"click\": \"clicks\", \"conversion\": \"conversion\", \"tower\": { \"hidden\": [4] } }")]
    [InlineData("MMOE1303 model.experts.1", "model.experts.1={ \"type\": \"mlp\", \"hidden\": [16] }")]
    public void Parts_that_do_not_fit_are_found_without_rows(string problem, params string[] sets) => WithTasks(sets, (plan, tasks, services) =>
    {
        ProblemAssert.Throws(() => Require(plan, tasks, services), problem);
    });

    [Fact]
    public void Parts_that_fit_leave_no_tensor_behind() => WithTasks([], (plan, tasks, services) =>
    {
        Require(plan, tasks, services);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Require(plan, tasks, services);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    });

    private static void Require(RunPlan plan, ImmutableArray<ITask> tasks, IServiceProvider services) => NetworkCheck.Require(
        plan.Configuration, tasks, services.GetRequiredService<PluginActivator>(), services.GetRequiredService<ITrainingClock>());

    private static string[] Names(ITask task) => [.. TaskMetricNames.Of(task)!.Value.Select(metric => metric.Name)];

    private void WithTasks(string set, Action<RunPlan, ImmutableArray<ITask>> check) => WithTasks([set], (plan, tasks, _) => check(plan, tasks));

    private void WithTasks(string[] sets, Action<RunPlan, ImmutableArray<ITask>, IServiceProvider> check)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        RunPlan? plan = new RunPlanReader(InterruptedTraining.Registry).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan!, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        var activator = host.Services.GetRequiredService<PluginActivator>();
        check(plan!, [.. plan!.Configuration.Tasks.Select(slot => activator.Create(slot))], host.Services);
    }

    private sealed class PickyTask : ITask
    {
        public string Name => "picky";

        public string Label => "label";

        public int Outputs => 1;

        public string Encoding => "picky";

        public bool TryEncode(string? label, out float target, out string problem)
        {
            (target, problem) = (7, "");
            return true;
        }

        public string? FindFault(ReadOnlySpan<float> targets) => null;

        public torch.Tensor Loss(TaskBatch batch) => batch.Logits.sum();

        public ImmutableArray<TaskMetric> Evaluate(TaskRows rows) =>
            rows.Targets.ContainsAnyExcept(7f) ? throw new InvalidOperationException() : [new("hits", 1, HigherIsBetter: true)];
    }
}
