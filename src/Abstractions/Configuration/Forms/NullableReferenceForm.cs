using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A reference or <c>null</c>.</summary>
internal sealed class NullableReferenceForm<T>(OptionForm<T> form) : OptionForm<T?>
    where T : class
{
    /// <inheritdoc/>
    public override OptionType Type => new NullableOption(form.Type);

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out T? value)
    {
        value = null;
        return node.Kind == ConfigurationKind.Null || form.Read(node, binding, out value);
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, T? value)
    {
        if (value is { } present)
        {
            form.Write(writer, present);
        }
        else
        {
            writer.Json.WriteNullValue();
        }
    }
}
