using System.Globalization;
using System.Text.Json;
using MmoePipeline.Experiments.Studies.Options;

namespace MmoePipeline.Experiments.Studies;

/// <summary>A claim and what the runs say of it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Measurement">What was measured, in a sentence.</param>
/// <param name="Estimate">The figure that decided; null where it could not be had.</param>
/// <param name="Verdict">The verdict.</param>
internal sealed record ClaimResult(ClaimOptions Claim, string Measurement, Estimate? Estimate, ClaimVerdict Verdict)
{
    /// <summary>The verdict's name in files: <c>does-not-hold</c>.</summary>
    public string Key => JsonNamingPolicy.KebabCaseLower.ConvertName($"{Verdict}");

    /// <summary>The verdict in words.</summary>
    public string Words => Key.Replace('-', ' ');

    /// <summary>A figure with four significant digits, but no shorter than four places where it is a small one.</summary>
    public static string Figure(double value) => Math.Abs(value) >= 1000
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 10 ? "0.##" : "0.#####", CultureInfo.InvariantCulture);
}
