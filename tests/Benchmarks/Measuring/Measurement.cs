using System.Diagnostics;

namespace MmoePipeline.Benchmarks.Measuring;

/// <summary>Measures alternatives in turn, so that what else the machine does meets all of them alike.</summary>
internal static class Measurement
{
    /// <summary>Measures: a round is one run of each alternative.</summary>
    /// <param name="rounds">The number of measured rounds.</param>
    /// <param name="warmUp">The number of rounds before them.</param>
    /// <param name="cancellation">Ends the measurement between two rounds.</param>
    /// <param name="alternatives">What is measured.</param>
    /// <returns>A timing for each alternative, in their order.</returns>
    public static ImmutableArray<Timing> Interleaved(
        int rounds, int warmUp, CancellationToken cancellation, params ImmutableArray<Alternative> alternatives)
    {
        double[][] times = Times(rounds, warmUp, alternatives, cancellation);
        return [.. alternatives.Zip(times, (alternative, measured) => Timing.Of(alternative.Name, measured))];
    }

    /// <summary>Measures a single alternative.</summary>
    /// <returns>Milliseconds for one run, a value for each round.</returns>
    public static double[] Times(int rounds, int warmUp, Alternative alternative, CancellationToken cancellation) =>
        Times(rounds, warmUp, [alternative], cancellation)[0];

    private static double[][] Times(
        int rounds, int warmUp, ImmutableArray<Alternative> alternatives, CancellationToken cancellation)
    {
        double[][] times = [.. alternatives.Select(_ => new double[rounds])];
        for (int round = -warmUp; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int index = 0; index < alternatives.Length; index++)
            {
                double time = Time(alternatives[index]);
                if (round >= 0)
                {
                    times[index][round] = time;
                }
            }
        }

        return times;
    }

    /// <summary>Milliseconds for one run.</summary>
    private static double Time(Alternative alternative)
    {
        long start = Stopwatch.GetTimestamp();
        for (int repeat = 0; repeat < alternative.Repeats; repeat++)
        {
            alternative.Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / alternative.Repeats;
    }
}
