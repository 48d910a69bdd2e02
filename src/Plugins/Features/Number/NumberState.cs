using System.Text.Json;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>What is known of a number's training rows.</summary>
/// <param name="Mean">The mean as they are scaled.</param>
/// <param name="Deviation">The standard deviation as they are scaled; 0 where all are equal.</param>
/// <param name="Least">The least number, not scaled.</param>
/// <param name="Largest">The largest number, not scaled.</param>
/// <param name="Quantiles">Numbers, not scaled, at even shares of the rows, in ascending order; empty where they are not needed.</param>
internal sealed record NumberState(double Mean, double Deviation, double Least, double Largest, double[] Quantiles)
{
    /// <summary>Parts of the rows between two quantiles.</summary>
    public const int Parts = 1024;

    /// <summary>The middle one.</summary>
    public double Median => Quantiles.Length == 0 ? 0 : Quantiles[Quantiles.Length / 2];

    /// <summary>Reads what a learner gave.</summary>
    /// <exception cref="FormatException">It gave something else.</exception>
    /// <exception cref="JsonException">It gave something else.</exception>
    public static NumberState Read(JsonElement json)
    {
        NumberState? state = json.Deserialize<NumberState>();
        return state is { Quantiles: not null, Deviation: >= 0 } && double.IsFinite(state.Mean) && double.IsFinite(state.Deviation)
            && double.IsFinite(state.Least) && state.Largest >= state.Least && double.IsFinite(state.Largest)
            && state.Quantiles.Length is 0 or (Parts + 1) && state.Quantiles.Zip(state.Quantiles.Skip(1)).All(pair => pair.First <= pair.Second)
            ? state
            : throw new FormatException("expected finite numbers, a deviation from 0 on, and quantiles in ascending order");
    }

    /// <summary>The share of the training rows below a number, from 0 to 1; 1/2 where there are none.</summary>
    public double ShareBelow(double value)
    {
        if (Quantiles.Length == 0)
        {
            return 0.5;
        }

        // The middle of equal quantiles, so that a number that many rows have is in the middle of their shares.
        int first = LowerBound(value);
        int behind = first;
        while (behind < Quantiles.Length && Quantiles[behind] == value)
        {
            behind++;
        }

        return behind > first ? (first + behind - 1) / 2.0 / Parts
            : first == 0 ? 0
            : first == Quantiles.Length ? 1
            : (first - 1 + ((value - Quantiles[first - 1]) / (Quantiles[first] - Quantiles[first - 1]))) / Parts;
    }

    /// <summary>Borders between parts of equal shares of the rows, each once: less than <paramref name="parts"/> - 1 where many rows have one number.</summary>
    public double[] Borders(int parts) => Quantiles.Length == 0
        ? []
        : [.. Enumerable.Range(1, parts - 1).Select(part => Quantiles[(int)Math.Round((double)part * Parts / parts)]).Distinct().Where(border => border > Least)];

    private int LowerBound(double value)
    {
        (int low, int high) = (0, Quantiles.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Quantiles[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
