using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Experiments.Comparisons;
using MmoePipeline.Experiments.Matching;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Host.Logging;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe compare</c>: several configurations with several seeds each, and what their differences are worth.</summary>
internal static class CompareCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var configurations = new Argument<string[]>("CONFIG")
        {
            Description = "The configuration files, at least two; the others are held against the first.",
            Arity = ArgumentArity.OneOrMore,
        };
        CommonOptions.RefuseOptions(configurations);
        var seeds = new Option<ImmutableArray<ulong>>("--seeds")
        {
            Description = "How many seeds, from 0 on (3 by default), or which: 1,7,42. Every configuration runs with each.",
            HelpName = "N|LIST",
            CustomParser = result => SeedList.Parse(result.Tokens[0].Value, result.AddError),
            DefaultValueFactory = _ => [0, 1, 2],
        };
        var match = new Option<bool>("--match-parameters")
        {
            Description = "Widens or narrows the hidden sizes of the others until they have as many parameters as the first, within 2 %.",
        };
        Option<int> jobs = CommonOptions.Jobs();
        var output = new Option<string?>("--output")
        {
            Description = "The comparison's folder, with its results, runs and page. What is finished in it is not run again. By default "
                + "one beside the run folders, named after the configurations.",
            HelpName = "FOLDER",
        };
        Option<string[]> set = CommonOptions.Set();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("compare", "Runs several configurations with several seeds and tests their differences.")
        {
            configurations, seeds, match, jobs, set, output, plugins, locked, format,
        };
        command.SetAction((arguments, _) => Interruptible.RunAsync(cancellation => CompareAsync(
            [.. arguments.GetValue(configurations)!],
            [.. arguments.GetValue(set) ?? []],
            arguments.GetValue(seeds),
            arguments.GetValue(match),
            arguments.GetValue(jobs),
            arguments.GetValue(output),
            CommonOptions.ChoiceOf(arguments, plugins, locked),
            arguments.GetValue(format),
            cancellation)));
        return command;
    }

    private static async Task<int> CompareAsync(
        ImmutableArray<string> configurations,
        ImmutableArray<string> sets,
        ImmutableArray<ulong> seeds,
        bool match,
        int jobs,
        string? output,
        PluginChoice dropIns,
        OutputFormat format,
        CancellationToken cancellation)
    {
        using ILoggerFactory logging = TerminalLogging.Create(Terminals.Messages);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(
            dropIns, [.. configurations.Select(file => ConfigurationTree.Read(file, sets))]));
        ProblemList.WriteWarnings(registry.Failures.Select(failure => failure.ToProblem()));
        ImmutableArray<Variant> variants = VariantList.Of(registry, configurations, sets);
        ImmutableArray<RunPlan> read = [.. variants.Select(variant => SeriesPlan.Plan(registry, variant))];
        if (output is null && RunFolderPaths.OutputProblem(read[0]) is { } problem)
        {
            throw new BadInputException([problem]);
        }

        ImmutableArray<RunConfiguration> plans = [.. read.Select(plan => plan.Configuration)];
        string folder = Path.GetFullPath(output ?? Path.Combine(plans[0].Run.Output, VariantList.FolderName(variants)));
        if (match)
        {
            var matching = new ParameterMatching(registry, logging, cancellation);
            long due = matching.Count(variants[0]);
            variants = [variants[0], .. variants.Skip(1).Select(variant => matching.Match(variant, due))];
        }

        var series = new RunSeries(registry, dropIns, new RunProcess(ProgramHome.Assembly), logging, Terminals.Messages.Profile.Out.Writer);
        Comparison comparison = Comparison.Of(await series.RunAsync(variants, seeds, jobs, folder, cancellation));
        ImmutableArray<string> shown = [.. plans.Select(plan => plan.Training.Selection.Metric).Append("loss").Distinct()];
        string page = Path.Combine(folder, "compare.html");
        ComparisonPage.Write(page, comparison, shown, seeds);
        var report = new ComparisonReport(folder, page, comparison.Missing == 0, seeds, comparison.Variants, comparison.Metrics);
        string json = JsonSerializer.Serialize(report, ComparisonJson.Readable.ComparisonReport);
        DurableFile.WriteText(Path.Combine(folder, "compare.json"), $"{json}\n");
        if (format == OutputFormat.Json)
        {
            Console.WriteLine(json);
        }
        else
        {
            ComparisonTable.Write(Terminals.Results, comparison, shown, seeds.Length);
            Console.WriteLine(Path.GetRelativePath(".", page));
        }

        ImmutableArray<FailedRun> failures = [.. comparison.Variants.SelectMany(variant => variant.Failures)];
        return failures.IsEmpty ? ExitCode.Done
            : failures.Any(failure => failure.ExitCode == ExitCode.BadInput) ? ExitCode.BadInput
            : ExitCode.Failed;
    }
}
