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

        if (DataPath.Is(node.Text))
        {
            return ReadDataPath(node, binding, out value);
        }

        value = Path.GetFullPath(node.Text, Path.GetFullPath(node.Folder));
        return true;
    }

    private static bool ReadDataPath(ConfigurationNode node, OptionsBinding binding, out string value)
    {
        value = "";
        if (DataPath.SetOf(node.Text) is not { } set)
        {
            return binding.Refuse(node, $"a path of a data set, {DataPath.Prefix}SET/FILE");
        }

        string? root = node.Place.Origin == ConfigurationOrigin.File ? Path.GetDirectoryName(Path.GetFullPath(node.Folder)) : null;
        if (DataPath.Find(node.Text, root) is { } file)
        {
            value = file;
            return true;
        }

        string folders = string.Join(", ", DataPath.Folders(root).Select(folder => Path.GetRelativePath(".", folder)));
        binding.Report(new ConfigurationProblem(
            OptionCodes.MissingDataFile,
            node.Place,
            node.Path,
            $"no file {node.Display} in the data folders {folders}; './mmoe data get {set}' gets it, or says where it is published; "
                + $"{DataPath.Variable} names another folder")
        { Seen = node.Display });
        return false;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, string value) => writer.Json.WriteStringValue(writer.PathFrom(value));
}
