namespace MmoePipeline.Configuration.Forms;

/// <summary>A section of options.</summary>
internal sealed class SectionForm<T> : OptionForm<T>
    where T : class, IBindableOptions<T>
{
    /// <inheritdoc/>
    public override OptionType Type { get; } = new SectionOption(static () => T.Descriptor);

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out T value)
    {
        value = null!;
        if (node.Kind != ConfigurationKind.Object)
        {
            return binding.Refuse(node, "an object");
        }

        var section = new OptionsSection(node, binding);
        using (binding.About(null))
        {
            value = T.Bind(section);
        }

        return section.IsSound;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T value)
    {
        writer.Json.WriteStartObject();
        value.Write(writer);
        writer.Json.WriteEndObject();
    }
}
