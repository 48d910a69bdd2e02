using MmoePipeline.Benchmarks.Measuring;

namespace MmoePipeline.Benchmarks.Reporting;

/// <summary>Figures of a benchmark.</summary>
/// <param name="Title">What they are of.</param>
/// <param name="Columns">The columns' names, with the unit.</param>
/// <param name="Rows">The rows.</param>
internal sealed record BenchmarkTable(string Title, ImmutableArray<string> Columns, ImmutableArray<BenchmarkRow> Rows)
{
    /// <summary>A table of times, in milliseconds.</summary>
    /// <param name="title">What they are of.</param>
    /// <param name="timings">A row each.</param>
    public static BenchmarkTable Of(string title, IEnumerable<Timing> timings) => new(
        title,
        ["median ms", "p10 ms", "p90 ms", "runs"],
        [.. timings.Select(timing => new BenchmarkRow(timing.Name, timing.Median, timing.P10, timing.P90, timing.Runs))]);
}
