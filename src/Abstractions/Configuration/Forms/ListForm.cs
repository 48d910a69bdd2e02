using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>A list; all invalid items are reported.</summary>
/// <param name="item">The items' form.</param>
/// <param name="count">How many items are right; null for any number.</param>
/// <param name="collect">Makes the list.</param>
/// <param name="items">Takes it apart.</param>
internal sealed class ListForm<TList, T>(
    OptionForm<T> item, ItemCountRule? count, Func<ImmutableArray<T>, TList> collect, Func<TList, IReadOnlyList<T>> items) : OptionForm<TList>
{
    /// <inheritdoc/>
    public override OptionType Type => new ListOption(item.Type) { Rules = count is null ? [] : [count] };

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out TList value)
    {
        value = default!;
        if (node.Kind != ConfigurationKind.Array)
        {
            return binding.Refuse(node, "a list", node.BareText is { } text ? $"[{text}]" : null);
        }

        var read = ImmutableArray.CreateBuilder<T>(node.Items.Length);
        foreach (ConfigurationNode child in node.Items)
        {
            if (item.Read(child, binding, out T element))
            {
                read.Add(element);
            }
        }

        bool isRightCount = count is null || count.Holds(node.Items.Length) || binding.Refuse(node, count);
        value = collect(read.ToImmutable());
        return isRightCount && read.Count == node.Items.Length;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, TList value)
    {
        writer.Json.WriteStartArray();
        foreach (T element in items(value))
        {
            item.Write(writer, element);
        }

        writer.Json.WriteEndArray();
    }
}
