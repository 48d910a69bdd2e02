using System.Globalization;

namespace MmoePipeline.Reporting.Content;

/// <summary>Figures for a person.</summary>
internal static class FigureText
{
    /// <summary>Four significant digits, and all digits of what is large.</summary>
    public static string Of(double value) => Math.Abs(value) is >= 1000 and < 1e9
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);
}
