using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A value type or <c>null</c>.</summary>
internal sealed class NullableForm<T>(OptionForm<T> form) : OptionForm<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override OptionType Type => new NullableOption(form.Type);

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out T? value)
    {
        value = null;
        if (node.Kind == ConfigurationKind.Null)
        {
            return true;
        }

        bool isRight = form.Read(node, binding, out T present);
        value = present;
        return isRight;
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
