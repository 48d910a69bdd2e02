using System.Globalization;

namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>What became of the runs and predictions whose files failed.</summary>
/// <param name="Faults">The faults that struck, by the kind of call.</param>
/// <param name="Ends">How often the program ended in which way.</param>
/// <param name="Failures">What should not have been.</param>
internal sealed record FileFaultResult(
    ImmutableSortedDictionary<FileCall, int> Faults, ImmutableSortedDictionary<string, int> Ends, ImmutableArray<string> Failures)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            string.Create(CultureInfo.InvariantCulture, $"{Faults.Values.Sum()} faults, {Failures.Length} failures"),
            .. Faults.Select(kind => $"  {kind.Value,5}  {kind.Key.ToString().ToLowerInvariant()}"),
            .. Ends.Select(end => $"  {end.Value,5}  {end.Key}"),
            .. Failures.Select(failure => $"  FAILED: {failure}"),
        ]);
}
