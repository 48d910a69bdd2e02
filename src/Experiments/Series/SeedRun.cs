using MmoePipeline.Events;

namespace MmoePipeline.Experiments.Series;

/// <summary>What a finished run left.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Folder">The run folder's full path; <c>verdicts.json</c>, <c>metrics.jsonl</c> and the report are there.</param>
/// <param name="Parameters">The number of trained values.</param>
/// <param name="Elapsed">Time of the run.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights were kept.</param>
/// <param name="Test">Test metrics, task by task.</param>
internal sealed record SeedRun(
    ulong Seed, string Folder, long Parameters, TimeSpan Elapsed, int BestEpoch, ImmutableArray<TaskMetrics> Test)
{
    /// <summary>The threads that the run computed with: times of runs with other numbers of threads are no comparison.</summary>
    public int Threads { get; init; }

    /// <summary>A metric of a task; NaN where the run has none of that name.</summary>
    public double Metric(string task, string metric) => Test.FirstOrDefault(of => of.Task == task)?.Metrics
        .FirstOrDefault(of => of.Name == metric)?.Value ?? double.NaN;
}
