using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine;
using MmoePipeline.Engine.Metrics;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Experiments.Studies.Options;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;

namespace MmoePipeline.Experiments.Studies;

/// <summary>Checks before anything is run that the variants of claims have the tasks and test metrics that the claims measure.</summary>
/// <param name="tree">The study's file, for places.</param>
/// <param name="options">What is in it.</param>
internal sealed class ClaimCheck(ConfigurationNode tree, StudyOptions options)
{
    private const string AnyTask = "*";

    /// <summary>The tasks of a variant.</summary>
    /// <param name="variant">The variant's name.</param>
    /// <param name="plan">Its run.</param>
    /// <param name="logging">Where plugins log to.</param>
    public static VariantTasks Tasks(string variant, RunPlan plan, ILoggerFactory logging)
    {
        using ServiceProvider services = EngineServices.Build(plan, logging);
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>?>(StringComparer.Ordinal);
        try
        {
            foreach (ITask task in plan.Configuration.Tasks.Select(slot => services.GetRequiredService<PluginActivator>().Create(slot)))
            {
                metrics[task.Name] = TaskMetricNames.Of(task) is { } known ? [.. known.Select(metric => metric.Name)] : null;
            }
        }
        catch (Exception exception) when (exception is BadInputException or PluginException)
        {
            // Reported with its place before the first run; until then nothing is known of the tasks.
            metrics.Clear();
        }

        return new VariantTasks(variant, metrics.ToImmutable());
    }

    /// <summary>The claims whose figure no run of a variant has, at most one problem for each measure.</summary>
    /// <param name="variants">The tasks of the variants, of those whose configuration is valid.</param>
    public IEnumerable<ConfigurationProblem> Problems(ImmutableArray<VariantTasks> variants)
    {
        ImmutableArray<ConfigurationNode> claims = tree.Member("claims")!.Value.Items;
        foreach ((int index, ClaimOptions claim) in options.Claims.Index())
        {
            ImmutableArray<VariantTasks> measured = [.. variants.Where(variant => VariantsOf(claim).Contains(variant.Variant) && !variant.Metrics.IsEmpty)];
            if (Problem(claims[index].Member("measure")!.Value, measured) is { } ofMeasure)
            {
                yield return ofMeasure;
            }

            if (claims[index].Member("trend")?.Value.Member("against")?.Value is { Kind: ConfigurationKind.String } against
                && Problem(against, measured) is { } ofOther)
            {
                yield return ofOther;
            }
        }
    }

    private static IEnumerable<string?> VariantsOf(ClaimOptions claim) =>
    [
        claim.Difference?.Variant, claim.Difference?.Than, claim.Level?.Variant, claim.Share?.Variant,
        .. claim.Trend?.Variants ?? [], .. claim.Trend?.Than ?? [],
    ];

    private static ConfigurationProblem? Problem(ConfigurationNode node, ImmutableArray<VariantTasks> variants)
    {
        if (StudyMeasure.Parse(node.Text, out _) is not { Kind: MeasureKind.Test } measure)
        {
            return null;
        }

        string metric = measure.Parts[1];
        foreach (VariantTasks variant in variants)
        {
            if (measure.Task != AnyTask && !variant.Metrics.ContainsKey(measure.Task!))
            {
                return At(node, $"variant {variant.Variant} has no task '{measure.Task}'; its tasks are", variant.Metrics.Keys, measure.Task!);
            }

            ImmutableArray<string>?[] known = [.. variant.Metrics.Where(task => measure.Task == AnyTask || task.Key == measure.Task).Select(task => task.Value)];
            string[] metrics = [.. known.SelectMany(names => names ?? []).Distinct()];
            if (known.All(names => names is not null) && !metrics.Contains(metric))
            {
                return At(
                    node,
                    measure.Task == AnyTask ? $"no task of variant {variant.Variant} has a metric '{metric}'; their metrics are"
                        : $"task '{measure.Task}' has no metric '{metric}'; its metrics are",
                    metrics,
                    metric);
            }
        }

        return null;
    }

    private static ConfigurationProblem At(ConfigurationNode node, string problem, IEnumerable<string> names, string written)
    {
        string rule = $"{problem} {string.Join(", ", names)}";
        return new ConfigurationProblem(StudyCodes.UnknownMeasure, node.Place, node.Path, $"{rule}; found {node.Display}")
        {
            Seen = node.Display,
            Rule = rule,
            DidYouMean = NearestName.Find(written, names),
        };
    }
}
