using System.Globalization;
using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A duration, in the invariant form <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
internal sealed class DurationForm(ImmutableArray<IOptionRule<TimeSpan>> rules) : RuledForm<TimeSpan>(rules)
{
    /// <inheritdoc/>
    public override OptionType Type => new DurationOption { Rules = Rules };

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, TimeSpan value) =>
        writer.Json.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    protected override bool Parse(ConfigurationNode node, OptionsBinding binding, out TimeSpan value)
    {
        value = default;
        bool isDuration = node.Kind == ConfigurationKind.String
            && DurationOption.Pattern.IsMatch(node.Text)
            && TimeSpan.TryParseExact(node.Text, "c", CultureInfo.InvariantCulture, out value);
        return isDuration || binding.Refuse(node, "a duration such as \"00:05:00\"");
    }
}
