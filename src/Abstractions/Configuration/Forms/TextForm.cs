using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A text.</summary>
internal sealed class TextForm(ImmutableArray<IOptionRule<string>> rules) : RuledForm<string>(rules)
{
    /// <inheritdoc/>
    public override OptionType Type => new TextOption { Rules = Rules };

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, string value) => writer.Json.WriteStringValue(value);

    /// <inheritdoc/>
    protected override bool Parse(ConfigurationNode node, OptionsBinding binding, out string value)
    {
        value = node.Text;
        return node.Kind == ConfigurationKind.String || binding.Refuse(node, "a text", node.AsJsonText);
    }
}
