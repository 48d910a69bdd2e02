using System.Globalization;

namespace MmoePipeline.Campaigns.Interruptions;

/// <summary>What became of the runs of a campaign.</summary>
/// <param name="Runs">The runs, all of which came to their end.</param>
/// <param name="Stopped">How often which kind of interruption hit them, and where.</param>
/// <param name="SlowestEnd">The longest time from a signal to the end of the program.</param>
/// <param name="Differences">What differs from the undisturbed run, if anything does.</param>
internal sealed record InterruptionResult(
    int Runs, ImmutableSortedDictionary<string, int> Stopped, TimeSpan SlowestEnd, ImmutableArray<string> Differences)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            string.Create(CultureInfo.InvariantCulture, $"{Stopped.Values.Sum()} interruptions of {Runs} runs, {Differences.Length} differences from the undisturbed run"),
            .. Stopped.Select(place => $"  {place.Value,4}  {place.Key}"),
            string.Create(CultureInfo.InvariantCulture, $"  the slowest end after a signal: {SlowestEnd.TotalSeconds:F2} s"),
            .. Differences.Select(difference => $"  DIFFERS: {difference}"),
        ]);
}
