using System.Globalization;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Puts overrides over a tree.</summary>
/// <param name="problems">Gets overrides that have no place in the tree.</param>
internal sealed class Overlay(List<ConfigurationProblem> problems)
{
    /// <summary>The tree with a value replaced or added; as it is where the change can't be made.</summary>
    public ConfigurationNode Apply(ConfigurationNode root, Override change) =>
        change.IsSound(problems) ? Apply(root, change, depth: 0) : root;

    private ConfigurationNode Apply(ConfigurationNode node, Override change, int depth) =>
        depth == change.Keys.Length ? change.Value(node.Path, problems)
        : node.Kind switch
        {
            ConfigurationKind.Object => InObject(node, change, depth),
            ConfigurationKind.Array => InArray(node, change, depth),

            // A text isn't shown: here nothing is known yet of options, and it may be a secret.
            ConfigurationKind.String => Refuse(node, change, ConfigurationCodes.OverrideInsideValue, "has nothing inside, it is a text"),
            _ => Refuse(node, change, ConfigurationCodes.OverrideInsideValue, $"has nothing inside, it is {node.Display}"),
        };

    private ConfigurationNode InObject(ConfigurationNode node, Override change, int depth)
    {
        StringComparison comparison = change.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        ConfigurationMember? there = node.Members.FirstOrDefault(member => string.Equals(member.Key, change.Keys[depth], comparison));
        if (there is not null)
        {
            return node with
            {
                Members = node.Members.Replace(there, there with { Value = Apply(there.Value, change, depth + 1) }),
            };
        }

        string key = change.IgnoresCase && change.Keys[depth].All(letter => !char.IsLower(letter))
            ? change.Keys[depth].ToLowerInvariant()
            : change.Keys[depth];
        ConfigurationNode added = Apply(Empty(node, key, change), change, depth + 1);
        return node with { Members = node.Members.Add(new ConfigurationMember(key, change.Place, added)) };
    }

    private ConfigurationNode InArray(ConfigurationNode node, Override change, int depth)
    {
        if (!int.TryParse(change.Keys[depth], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index > node.Items.Length)
        {
            string expected = node.Items.IsEmpty
                ? "0 adds the first item"
                : $"0 to {node.Items.Length - 1} are its items, {node.Items.Length} adds one";
            return Refuse(node, change, ConfigurationCodes.OverrideOutsideList, $"is a list and has no '{change.Keys[depth]}': {expected}");
        }

        return index < node.Items.Length
            ? node with { Items = node.Items.SetItem(index, Apply(node.Items[index], change, depth + 1)) }
            : node with { Items = node.Items.Add(Apply(Empty(node, $"{index}", change), change, depth + 1)) };
    }

    private static ConfigurationNode Empty(ConfigurationNode parent, string key, Override change) => new()
    {
        Kind = ConfigurationKind.Object,
        Path = ConfigurationPath.Join(parent.Path, key),
        Place = change.Place,
        Folder = Path.GetFullPath("."),
    };

    private ConfigurationNode Refuse(ConfigurationNode node, Override change, string code, string reason)
    {
        problems.Add(new ConfigurationProblem(code, change.Place, node.Path, reason));
        return node;
    }
}
