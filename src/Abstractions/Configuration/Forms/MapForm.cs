using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration.Forms;

/// <summary>An object whose keys are the user's own; all invalid members are reported.</summary>
/// <param name="item">The form of the members' values.</param>
/// <param name="count">How many members are right; null for any number.</param>
/// <param name="collect">Makes the map.</param>
/// <param name="members">Takes it apart.</param>
internal sealed class MapForm<TMap, T>(
    OptionForm<T> item,
    ItemCountRule? count,
    Func<ImmutableSortedDictionary<string, T>, TMap> collect,
    Func<TMap, IEnumerable<KeyValuePair<string, T>>> members) : OptionForm<TMap>
{
    /// <inheritdoc/>
    public override OptionType Type => new MapOption(item.Type) { Rules = count is null ? [] : [count] };

    /// <inheritdoc/>
    public override bool Read(ConfigurationNode node, OptionsBinding binding, out TMap value)
    {
        value = default!;
        if (node.Kind != ConfigurationKind.Object)
        {
            return binding.Refuse(node, "an object");
        }

        var read = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (ConfigurationMember member in node.Members)
        {
            if (item.Read(member.Value, binding, out T element))
            {
                read[member.Key] = element;
            }
        }

        bool isRightCount = count is null || count.Holds(node.Members.Length) || binding.Refuse(node, count);
        value = collect(read.ToImmutable());
        return isRightCount && read.Count == node.Members.Length;
    }

    /// <inheritdoc/>
    public override void Write(OptionsWriter writer, TMap value)
    {
        writer.Json.WriteStartObject();
        foreach ((string key, T element) in members(value).OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            writer.Json.WritePropertyName(key);
            item.Write(writer, element);
        }

        writer.Json.WriteEndObject();
    }
}
