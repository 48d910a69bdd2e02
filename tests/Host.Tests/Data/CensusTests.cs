using MmoePipeline.Configuration.Tree;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>The census data as its documentation and an independent reading with Python describe it.</summary>
public sealed class CensusTests
{
    [CensusFact]
    public void The_census_run_has_the_rows_and_labels_of_the_protocol()
    {
        PluginRegistry registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));
        RunPlan plan = new RunPlanReader(registry).Read(
            RepositoryFiles.PathOf("configs", "census.json"), [], out ImmutableArray<ConfigurationProblem> _)!;
        DataOptions data = plan.Configuration.Data;
        ImmutableArray<ITask> tasks = [.. plan.Configuration.Tasks.Select(slot => new BinaryTask((BinaryTaskOptions)slot.Options!))];
        using EncodedTable table = TableEncoder.Encode(
            new CsvDataSource((CsvDataSourceOptions)data.Source.Options!), data.Features, new ModuloSplit((ModuloSplitOptions)data.Split.Options!), new(), tasks, default);

        Assert.Equal((69_834, 9_976, 19_952), (table.Training.Rows, table.Validation.Rows, table.Test.Rows));
        Assert.Equal(32, table.Encoding.Categorical.Length);
        Assert.Equal(7, table.Encoding.Numeric.Length);
        Assert.Equal(((4_331, 592, 1_263), (30_249, 4_310, 8_584)), (Positives(table, 0), Positives(table, 1)));
        Assert.Equal(3.2630161524898296, table.Encoding.Numeric[0].Mean, 1e-9);
        Assert.Equal(17, table.Encoding.Categorical[3].Values.Length);
    }

    private static (int Training, int Validation, int Test) Positives(EncodedTable table, int task) =>
        (Positives(table.Training, task), Positives(table.Validation, task), Positives(table.Test, task));

    private static int Positives(EncodedRows rows, int task) => rows.Targets[task].Values.Count(1f);
}
