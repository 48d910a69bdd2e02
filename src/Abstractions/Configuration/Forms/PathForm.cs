using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A path.</summary>
/// <param name="endings">How the names of files end that the plugin is picked for.</param>
internal sealed class PathForm(ImmutableArray<string> endings) : OptionForm<string>
{
    /// <inheritdoc/>
    public override OptionType Type { get; } = new PathOption { Endings = endings };

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out string value)
    {
        value = "";
        if (node.Kind != ConfigurationKind.String || node.Text.Length == 0 || node.Text.Contains('\0'))
        {
            return binding.Refuse(node, "a path", node.AsJsonText);
        }

        value = Path.GetFullPath(node.Text, Path.GetFullPath(node.Folder));
        return true;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, string value) => writer.Json.WriteStringValue(writer.PathFrom(value));
}
