using System.Globalization;

namespace MmoePipeline.Data;

/// <summary>Values of a table, for messages: they may be millions of letters long, or move the cursor of a terminal.</summary>
public static class CellText
{
    private const int Shown = 80;

    /// <summary>A value in quotation marks, shortened, with control characters as <c>\n</c> or <c>\u001b</c>.</summary>
    /// <param name="text">The value.</param>
    public static string Quote(string text) => text.Length <= Shown
        ? $"'{VisibleText.OnOneLine(text)}'"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"'{VisibleText.OnOneLine(Cut(text, Shown))}...' ({text.Length:N0} characters)");

    /// <summary>The first characters of a text, without half of a surrogate pair at the end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The number of characters at most; above 0.</param>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>
    /// A form in which values are equal that differ only in the way they are written: numbers by their value (<c>1</c>, <c>1.0</c>, <c>1e0</c>), other
    /// texts without white space around them and in lower case. For messages; the program itself compares values as they are written.
    /// </summary>
    /// <param name="text">The value.</param>
    public static string Normalise(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? (number + 0.0).ToString("R", CultureInfo.InvariantCulture)
            : text.Trim().ToLowerInvariant();
}
