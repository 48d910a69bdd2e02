using System.Globalization;
using System.Numerics;
using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A whole number.</summary>
internal sealed class IntegerForm<T>(ImmutableArray<IOptionRule<T>> rules) : RuledForm<T>(rules)
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override OptionType Type => NumberOption.Of<T>(isInteger: true, Rules);

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T value) =>
        writer.Json.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    protected override bool Parse(ConfigurationNode node, OptionsBinding binding, out T value)
    {
        value = default;
        if (node.Kind != ConfigurationKind.Number || Whole(node.Text) is not { } whole)
        {
            return binding.Refuse(node, "a whole number");
        }

        return T.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            || binding.Refuse(node, $"a whole number from {T.MinValue} to {T.MaxValue}");
    }

    /// <summary>
    /// The digits of a number that is whole; null for one that is not. As in a JSON schema, it is the value that counts and
    /// not how it is written: <c>2.0</c> and <c>1e3</c> are whole.
    /// </summary>
    private static string? Whole(string literal)
    {
        if (literal.All(letter => char.IsAsciiDigit(letter) || letter == '-'))
        {
            return literal;
        }

        return decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && decimal.IsInteger(number)
            ? number.ToString("F0", CultureInfo.InvariantCulture)
            : null;
    }
}
