using MmoePipeline.Benchmarks.Reporting;

namespace MmoePipeline.Benchmarks;

/// <summary>Something that is measured, by its name on the command line.</summary>
internal interface IBenchmark
{
    /// <summary>The name, in kebab-case.</summary>
    string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures.</summary>
    /// <param name="cancellation">Ends the benchmark between two measurements.</param>
    /// <returns>The figures, one or several tables.</returns>
    ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation);
}
