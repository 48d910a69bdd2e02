using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Inference.Features;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Tasks;
using Spectre.Console;
using TorchSharp;

namespace MmoePipeline.Benchmarks.Networks;

/// <summary>Loads the data of the census configuration, or of what settings make of it, as the program does.</summary>
internal static class CensusLoad
{
    /// <summary>Loads the table and lets it go again.</summary>
    public static void Load(params ImmutableArray<string> settings) => With(settings, static _ => { });

    /// <summary>Loads the table and takes the first shuffled batch.</summary>
    public static void FirstBatch(params ImmutableArray<string> settings) => With(settings, static table =>
    {
        using IEnumerator<Batch> batches = table.Training.Shuffled(1024, torch.CPU, 1, 1 << 24).GetEnumerator();
        batches.MoveNext();
    });

    /// <summary>The columns of the census file.</summary>
    public static ImmutableArray<string> ColumnNames()
    {
        RunPlan plan = Plan([]);
        using IHost host = Host(plan);
        return RunInput.Open(plan.Configuration, host.Services.GetRequiredService<PluginActivator>(), CancellationToken.None).Source.ReadColumnNames(CancellationToken.None);
    }

    private static void With(ImmutableArray<string> settings, Action<EncodedTable> use)
    {
        RunPlan plan = Plan(settings);
        using IHost host = Host(plan);
        (ImmutableArray<ITask> tasks, IDataSource source, ISplit split, RunFeatures features) = RunInput.Open(plan.Configuration, host.Services.GetRequiredService<PluginActivator>(), CancellationToken.None);
        using EncodedTable table = EncodedTable.Load(source, plan.Configuration.Data, split, tasks, NullLogger.Instance, CancellationToken.None, named: features.Named);
        use(table);
    }

    private static IHost Host(RunPlan plan) =>
        RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));

    private static RunPlan Plan(ImmutableArray<string> settings) =>
        new RunPlanReader(PluginLoader.Load(RepositoryFiles.PathOf("plugins"))).Read(
            RepositoryFiles.PathOf("configs", "census.json"), settings, out ImmutableArray<ConfigurationProblem> problems)
        ?? throw new BadInputException([.. problems.Select(problem => problem.ToProblem())]);
}
