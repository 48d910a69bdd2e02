using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Data.Leaks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>The sample of flights and its configuration.</summary>
public sealed class FlightsTests
{
    /// <summary>Counted with the engine's SQL in the sample: rows, late and very late ones of each period.</summary>
    [Fact]
    public void The_flights_are_split_by_time()
    {
        RunPlan plan = new RunPlanReader(PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"))).Read(
            RepositoryFiles.PathOf("configs", "flights.json"), [], out ImmutableArray<ConfigurationProblem> _)!;
        using var activator = new PluginActivator();
        var input = RunInput.Open(plan.Configuration, activator, default);
        using EncodedTable table = TableEncoder.Encode(
            input.Source, plan.Configuration.Data.Features, input.Split, plan.Configuration.Data.OnBadRow, input.Tasks, default);
        Assert.Equal(
            [
                "training 223201 2001-01-01 00:01:00 to 2001-05-15 23:55:00",
                "validation 26577 2001-05-16 00:03:00 to 2001-05-31 23:58:00",
                "test 50222 2001-06-01 00:05:00 to 2001-06-30 23:59:00",
            ],
            table.Splits.Select(split => $"{split.Split} {split.Rows} {split.Description}"));
        Assert.Equal((44540, 4960, 10787), (Positives(table.Training, 0), Positives(table.Validation, 0), Positives(table.Test, 0)));
        Assert.Equal((10998, 1170, 3201), (Positives(table.Training, 1), Positives(table.Validation, 1), Positives(table.Test, 1)));
        Assert.Empty(LeakSearch.Find(table, input.Tasks, default));
    }

    private static int Positives(EncodedRows rows, int task) => rows.Targets[task].Values.Count(1f);
}
