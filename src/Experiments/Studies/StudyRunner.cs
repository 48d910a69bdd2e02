using Microsoft.Extensions.Logging;
using MmoePipeline.Experiments.Matching;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Experiments.Studies;

/// <summary>Runs studies.</summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="logging">Where plugins log to.</param>
/// <param name="series">Runs the variants.</param>
internal sealed class StudyRunner(PluginRegistry plugins, ILoggerFactory logging, RunSeries series)
{
    /// <summary>Runs what is not finished of a study, and decides its claims.</summary>
    /// <param name="study">The study.</param>
    /// <param name="isQuick">Whether in its shorter form.</param>
    /// <param name="jobs">The number of runs at once.</param>
    /// <param name="folder">The folder of the runs; several studies may share it, and their runs.</param>
    /// <param name="cancellation">Ends the runs.</param>
    /// <exception cref="BadInputException">A configuration is wrong, or parameters can't be matched.</exception>
    /// <exception cref="OperationCanceledException">The study was stopped.</exception>
    public async Task<StudyResult> RunAsync(Study study, bool isQuick, int jobs, string folder, CancellationToken cancellation)
    {
        ImmutableArray<Variant> variants = Matched(study, study.Variants(isQuick), cancellation);
        ImmutableArray<ulong> seeds = study.Seeds(isQuick);
        ImmutableArray<VariantResult> results = await series.RunAsync(variants, seeds, jobs, folder, cancellation);
        var judge = new ClaimJudge(results, seeds, RunFigures.Read);
        return new StudyResult(study, isQuick, results, [.. study.Options.Claims.Select(judge.Judge)]);
    }

    private ImmutableArray<Variant> Matched(Study study, ImmutableArray<Variant> variants, CancellationToken cancellation)
    {
        var matching = new ParameterMatching(plugins, logging, cancellation);
        return
        [
            .. variants.Zip(study.Options.Variants, (variant, options) => options.MatchParameters is { } other
                ? matching.Match(variant, matching.Count(variants.First(candidate => candidate.Name == other)))
                : variant),
        ];
    }
}
