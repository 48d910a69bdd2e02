using System.Globalization;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Inference.Prediction;

/// <summary>How the values of a feature in rows that were predicted differ from those of training.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Unknown">For a categorical feature the rows whose value has no embedding of its own.</param>
/// <param name="HeldOut">How many of the run's validation and test rows had such a value; null where it isn't known.</param>
/// <param name="MissingRows">For a numeric feature the rows without a value, which got the mean of training.</param>
/// <param name="Warning">Why the column may not be what it was in training; null where nothing says so.</param>
internal sealed record FeatureDifference(string Column, UnknownRate? Unknown, UnknownRate? HeldOut, long MissingRows, string? Warning)
{
    /// <summary>The difference of a categorical feature.</summary>
    /// <param name="lookup">What encoded its values.</param>
    /// <param name="rate">The rows whose value is unknown.</param>
    /// <param name="heldOut">How many of the run's validation and test rows had such a value; null where it isn't known.</param>
    public static FeatureDifference OfCategories(VocabularyLookup lookup, UnknownRate rate, UnknownRate? heldOut)
    {
        bool isSuspicious = rate.Rows > 0 && (rate.Unknown == rate.Rows || (heldOut is { } expected && rate.IsOutOfProportionTo(expected)));
        return new FeatureDifference(
            lookup.Column,
            rate,
            heldOut,
            0,
            isSuspicious ? UnknownValueText.Warning(lookup.Vocabulary, "rows", rate, heldOut ?? default, lookup.UnknownExamples) : null);
    }

    /// <summary>The difference of a numeric feature.</summary>
    /// <param name="scaling">How it is encoded.</param>
    /// <param name="missing">The rows without a value.</param>
    /// <param name="changed">Where the column is constant, the rows with another value.</param>
    /// <param name="rows">All rows.</param>
    public static FeatureDifference OfNumbers(ColumnScaling scaling, long missing, long changed, long rows) => new(
        scaling.Column,
        null,
        null,
        missing,
        changed == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{scaling.Column}: {changed:N0} of {rows:N0} rows have another value than the only one that training rows had; nothing was learnt from the column, and it is encoded as 0."));
}
