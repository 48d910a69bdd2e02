using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A section of options.</summary>
internal sealed class SectionForm<T> : OptionForm<T>
    where T : class, IBindableOptions<T>
{
    /// <inheritdoc/>
    public override OptionType Type { get; } = new SectionOption(static () => T.Descriptor);

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out T value) => OptionsSection.TryBind(node, binding, out value);

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T value)
    {
        writer.Json.WriteStartObject();
        value.Write(writer);
        writer.Json.WriteEndObject();
    }
}
