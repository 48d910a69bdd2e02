using System.Globalization;
using System.Numerics;
using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A finite number.</summary>
internal sealed class NumberForm<T>(ImmutableArray<IOptionRule<T>> rules) : RuledForm<T>(rules)
    where T : struct, IFloatingPoint<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override OptionType Type => NumberOption.Of<T>(isInteger: false, Rules);

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T value) =>
        writer.Json.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    protected override bool Parse(ConfigurationNode node, OptionsBinding binding, out T value)
    {
        value = default;
        if (node.Kind != ConfigurationKind.Number)
        {
            return binding.Refuse(node, "a number");
        }

        return (T.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value))
            || binding.Refuse(node, $"a number from {T.MinValue.ToString(null, CultureInfo.InvariantCulture)} to {T.MaxValue.ToString(null, CultureInfo.InvariantCulture)}");
    }
}
