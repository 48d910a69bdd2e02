using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Series;

/// <summary>Reads what a series is to run, and checks all of it before the first run starts.</summary>
internal static class SeriesPlan
{
    /// <summary>Every variant with every seed; the variants of one seed are next to each other.</summary>
    /// <param name="plugins">The loaded plugins.</param>
    /// <param name="logging">Where plugins log to.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="folder">The series' folder.</param>
    /// <param name="threads">The number of threads that each run computes with.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="BadInputException">With all problems of all variants.</exception>
    public static ImmutableArray<SeriesRun> Read(
        PluginRegistry plugins,
        ILoggerFactory logging,
        ImmutableArray<Variant> variants,
        ImmutableArray<ulong> seeds,
        string folder,
        int threads,
        CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var digest = new RunDigest(folder);
        var runs = new List<(int Seed, SeriesRun Run)>();
        foreach (Variant variant in variants)
        {
            try
            {
                RunPlan plan = Plan(plugins, variant);
                string fingerprint = Fingerprint(plan, logging, cancellation);
                foreach ((int index, ulong seed) in seeds.Index())
                {
                    RunPlan ofSeed = plan with
                    {
                        Configuration = plan.Configuration with { Run = plan.Configuration.Run with { Seed = checked((long)seed) } },
                    };
                    runs.Add((index, new SeriesRun(variant, seed, ofSeed, digest.Of(ofSeed, fingerprint, threads))));
                }
            }
            catch (BadInputException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }

        return problems.Count == 0
            ? [.. runs.OrderBy(run => run.Seed).Select(run => run.Run)]
            : throw new BadInputException([.. problems.Distinct()]);
    }

    /// <summary>A variant's plan, with the seed of its configuration.</summary>
    /// <exception cref="BadInputException">With all problems of the configuration.</exception>
    public static RunPlan Plan(PluginRegistry plugins, Variant variant) =>
        new RunPlanReader(plugins).Read(variant.ConfigurationFile, variant.Sets, out ImmutableArray<ConfigurationProblem> problems)
            ?? throw new BadInputException([.. problems.Select(problem => problem.ToProblem())]);

    /// <summary>Checks tasks and columns against the table and the parts against each other, and gives the table's fingerprint.</summary>
    private static string Fingerprint(RunPlan plan, ILoggerFactory logging, CancellationToken cancellation)
    {
        using ServiceProvider services = EngineServices.Build(plan, logging);
        var activator = services.GetRequiredService<PluginActivator>();
        var input = RunInput.Open(plan.Configuration, activator, cancellation);
        NetworkCheck.Require(plan.Configuration, input.Tasks, activator, services.GetRequiredService<ITrainingClock>());
        return input.Source.Fingerprint(cancellation);
    }
}
