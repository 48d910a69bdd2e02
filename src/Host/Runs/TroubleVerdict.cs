using System.Text.Json;
using MmoePipeline.Probing;

namespace MmoePipeline.Host.Runs;

/// <summary>What all probes together say of one trouble.</summary>
/// <param name="Trouble">The trouble.</param>
/// <param name="Worst">The finding that decides: one that found it if there is any; null where nobody measured it.</param>
internal sealed record TroubleVerdict(Trouble Trouble, Finding? Worst)
{
    /// <summary>The trouble's name in files: <c>tug-of-war</c>.</summary>
    public string Key { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName($"{Trouble}");

    /// <summary><c>found</c>, <c>not-found</c> or <c>not-measured</c>.</summary>
    public string Verdict => Worst switch
    {
        null => "not-measured",
        { IsFound: true } => "found",
        _ => "not-found",
    };

    /// <summary>A verdict for each trouble there is.</summary>
    public static ImmutableArray<TroubleVerdict> Of(ImmutableArray<Finding> findings) =>
    [
        .. Enum.GetValues<Trouble>().Select(trouble => new TroubleVerdict(
            trouble,
            findings.Where(finding => finding.Trouble == trouble && !double.IsNaN(finding.Value)).OrderByDescending(finding => finding.IsFound)
                .FirstOrDefault())),
    ];
}
