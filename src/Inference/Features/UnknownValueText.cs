using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Inference.Features;

/// <summary>What is said of values of a categorical feature that have no embedding of their own.</summary>
internal static class UnknownValueText
{
    /// <summary>A warning: how many rows, an example, and a likely reason.</summary>
    /// <param name="vocabulary">The values that have an embedding.</param>
    /// <param name="place">Which rows are meant, as the middle of a sentence: <c>validation and test rows</c>.</param>
    /// <param name="rate">How many of them.</param>
    /// <param name="expected">How many were expected.</param>
    /// <param name="examples">Some of their values.</param>
    public static string Warning(
        ColumnVocabulary vocabulary, string place, UnknownRate rate, UnknownRate expected, IEnumerable<string> examples)
    {
        string[] all = [.. examples];
        (string Text, string Value)? variant = FindVariant(all, vocabulary.Values);
        string? example = variant?.Text ?? all.FirstOrDefault();
        string shown = example is null ? "" : example.Length == 0 ? ", such as a missing value" : $", such as {CellText.Quote(example)}";
        string reason = variant is { } found ? $"Training rows had {CellText.Quote(found.Value)}: write the column as in training."
            : example is { Length: 0 } ? "No training row had a missing value."
            : "Is it the same column, written in the same way?";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{vocabulary.Column}: {rate.Unknown:N0} of {rate.Rows:N0} {place}, {rate.Share:P2}, have a value that training rows had never or seldom{shown}; expected about {expected.Share:P2}. {reason}");
    }

    /// <summary>
    /// A value that is one of the vocabulary but for the way it is written, and that one: the same number, or the same text but for upper and lower case
    /// and white space.
    /// </summary>
    /// <param name="texts">Values that the vocabulary lacks.</param>
    /// <param name="values">The vocabulary.</param>
    public static (string Text, string Value)? FindVariant(IEnumerable<string> texts, IEnumerable<string> values)
    {
        var textOfForm = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts.Where(text => text.Length > 0))
        {
            textOfForm.TryAdd(CellText.Normalise(text), text);
        }

        foreach (string value in values)
        {
            if (value.Length > 0 && textOfForm.TryGetValue(CellText.Normalise(value), out string? text))
            {
                return (text, value);
            }
        }

        return null;
    }
}
