using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanForm : OptionForm<bool>
{
    /// <inheritdoc/>
    public override OptionType Type { get; } = new BooleanOption();

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out bool value)
    {
        value = node.Kind == ConfigurationKind.Boolean && node.Text == "true";
        return node.Kind == ConfigurationKind.Boolean || binding.Refuse(node, "true or false");
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, bool value) => writer.Json.WriteBooleanValue(value);
}
