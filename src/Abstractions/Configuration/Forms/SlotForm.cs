using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A section that picks a plugin by its <c>type</c>.</summary>
/// <param name="kind">The kind's name.</param>
internal sealed class SlotForm<TKind>(string kind) : OptionForm<PluginSlot<TKind>>
    where TKind : class
{
    private string OneOfKind => "aeiou".Contains(kind[0]) ? $"an {kind}" : $"a {kind}";

    /// <inheritdoc/>
    public override OptionType Type { get; } = new SlotOption(kind, typeof(TKind));

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out PluginSlot<TKind> value)
    {
        value = null!;
        if (node.Kind != ConfigurationKind.Object)
        {
            return binding.Refuse(
                node,
                $"an object with the \"{OptionsSection.TypeKey}\" of {OneOfKind}",
                node.BareText is { } name ? $"{{\"{OptionsSection.TypeKey}\":{name}}}" : null);
        }

        if (Find(node, binding) is not { } plugin)
        {
            return false;
        }

        var section = new OptionsSection(node, binding, isSlot: true);
        using (binding.About(null))
        {
            if (plugin.Options is null)
            {
                section.RefuseOthers([]);
            }

            value = new PluginSlot<TKind>(plugin, plugin.Bind(section), node.Path);
        }

        return section.IsSound;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, PluginSlot<TKind> value)
    {
        writer.Json.WriteStartObject();
        writer.Json.WriteString(OptionsSection.TypeKey, value.Plugin.Name);
        (value.Options as IPluginOptions)?.Write(writer);
        writer.Json.WriteEndObject();
    }

    private PluginDescriptor? Find(ConfigurationNode node, OptionsBinding binding)
    {
        IReadOnlyList<PluginDescriptor> plugins = binding.Plugins.OfKind(typeof(TKind));
        string names = plugins.Count == 0 ? "none is loaded" : $"loaded are {string.Join(", ", plugins.Select(plugin => plugin.Name))}";
        if (node.Member(OptionsSection.TypeKey)?.Value is not { } type)
        {
            binding.Report(new ConfigurationProblem(
                OptionCodes.MissingPluginType, node.Place, node.Path, $"\"{OptionsSection.TypeKey}\" is missing: it picks {OneOfKind}; {names}"));
            return null;
        }

        if (type.Kind != ConfigurationKind.String)
        {
            binding.Refuse(type, $"the name of {OneOfKind}");
            return null;
        }

        PluginDescriptor? found = plugins.FirstOrDefault(plugin => plugin.Name == type.Text);
        if (found is null)
        {
            string reason = binding.Plugins.WhyMissing is { } missing ? $"; {missing}" : "";
            binding.Report(new ConfigurationProblem(OptionCodes.UnknownPlugin, type.Place, type.Path, $"there is no {kind} {type.Display}; {names}{reason}")
            {
                Seen = type.Display,
                Rule = names,
                DidYouMean = NearestName.Find(type.Text, plugins.Select(plugin => plugin.Name)),
            });
        }

        return found;
    }
}
