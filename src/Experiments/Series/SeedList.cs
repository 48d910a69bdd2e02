using System.Globalization;

namespace MmoePipeline.Experiments.Series;

/// <summary>The seeds of a series as a person gives them.</summary>
internal static class SeedList
{
    private const int Most = 10_000;

    /// <summary>A number is how many, from 0 on; numbers with commas are the seeds themselves, so <c>7,</c> is the one seed 7.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="report">Gets what is wrong with it.</param>
    /// <returns>The seeds; none where something is wrong.</returns>
    public static ImmutableArray<ulong> Parse(string text, Action<string> report)
    {
        if (!text.Contains(',', StringComparison.Ordinal))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= Most)
            {
                return [.. Enumerable.Range(0, count).Select(seed => (ulong)seed)];
            }

            report($"--seeds: expected a number of seeds from 1 to {Most}, or seeds with commas between them, found '{text}'.");
            return [];
        }

        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var seeds = ImmutableArray.CreateBuilder<ulong>();
        foreach (string part in parts)
        {
            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) || seed > long.MaxValue)
            {
                report($"--seeds: expected whole numbers from 0 on, found '{part}'.");
                return [];
            }

            seeds.Add(seed);
        }

        if (seeds.Count == 0 || seeds.Distinct().Count() != seeds.Count)
        {
            report(seeds.Count == 0 ? "--seeds: there is none." : $"--seeds: '{text}' has a seed twice.");
            return [];
        }

        return seeds.ToImmutable();
    }
}
