using System.Globalization;
using System.Numerics;
using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>The readers of all types that options can have. Strict: a text is no number, and null is no value.</summary>
public static class OptionReaders
{
    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public static bool Boolean(ConfigurationNode node, OptionsBinding binding, out bool value)
    {
        value = node.Kind == ConfigurationKind.Boolean && node.Text == "true";
        return node.Kind == ConfigurationKind.Boolean || binding.Refuse(node, "true or false");
    }

    /// <summary>Reads a text.</summary>
    public static bool Text(ConfigurationNode node, OptionsBinding binding, out string value)
    {
        value = node.Text;
        return node.Kind == ConfigurationKind.String || binding.Refuse(node, "a text");
    }

    /// <summary>Reads a path; a relative one is meant from the folder of the file that it is written in.</summary>
    public static bool FilePath(ConfigurationNode node, OptionsBinding binding, out string value)
    {
        value = "";
        if (node.Kind != ConfigurationKind.String || node.Text.Length == 0 || node.Text.Contains('\0'))
        {
            return binding.Refuse(node, "a path");
        }

        value = Path.GetFullPath(node.Text, Path.GetFullPath(node.Folder));
        return true;
    }

    /// <summary>Reads a duration such as <c>"00:05:00"</c>.</summary>
    public static bool Duration(ConfigurationNode node, OptionsBinding binding, out TimeSpan value)
    {
        value = default;
        return (node.Kind == ConfigurationKind.String && TimeSpan.TryParseExact(node.Text, "c", CultureInfo.InvariantCulture, out value))
            || binding.Refuse(node, "a duration such as \"00:05:00\"");
    }

    /// <summary>Reads a whole number.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    public static bool Integer<T>(ConfigurationNode node, OptionsBinding binding, out T value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        value = default;
        if (node.Kind != ConfigurationKind.Number
            || !BigInteger.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole))
        {
            return binding.Refuse(node, "a whole number");
        }

        return T.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            || binding.Refuse(node, $"a whole number from {T.MinValue} to {T.MaxValue}");
    }

    /// <summary>Reads a finite number.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    public static bool Number<T>(ConfigurationNode node, OptionsBinding binding, out T value)
        where T : struct, IFloatingPoint<T>
    {
        value = default;
        if (node.Kind != ConfigurationKind.Number)
        {
            return binding.Refuse(node, "a number");
        }

        return (T.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value))
            || binding.Refuse(node, "a number that fits");
    }

    /// <summary>Reads one of some names.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="choices">Names and what they stand for.</param>
    public static OptionReader<T> Choice<T>(params ImmutableArray<(string Name, T Value)> choices) =>
        (ConfigurationNode node, OptionsBinding binding, out T value) =>
        {
            foreach ((string name, T meaning) in choices)
            {
                if (node.Kind == ConfigurationKind.String && node.Text == name)
                {
                    value = meaning;
                    return true;
                }
            }

            value = default!;
            ImmutableArray<string> names = [.. choices.Select(choice => choice.Name)];
            binding.Report(new ConfigurationProblem(
                node.Place, node.Path, $"is {node.Display}, one of {string.Join(", ", names)} is due")
            {
                Seen = node.Display,
                DidYouMean = node.Kind == ConfigurationKind.String ? NearestName.Find(node.Text, names) : null,
            });
            return false;
        };

    /// <summary>Reads a value type or <c>null</c>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="reader">Reads what is not null.</param>
    public static OptionReader<T?> OrNull<T>(OptionReader<T> reader)
        where T : struct =>
        (ConfigurationNode node, OptionsBinding binding, out T? value) =>
        {
            value = null;
            if (node.Kind == ConfigurationKind.Null)
            {
                return true;
            }

            bool read = reader(node, binding, out T present);
            value = present;
            return read;
        };

    /// <summary>Reads a reference or <c>null</c>.</summary>
    /// <typeparam name="T">The reference type.</typeparam>
    /// <param name="reader">Reads what is not null.</param>
    public static OptionReader<T?> OrNullReference<T>(OptionReader<T> reader)
        where T : class =>
        (ConfigurationNode node, OptionsBinding binding, out T? value) =>
        {
            value = null;
            return node.Kind == ConfigurationKind.Null || reader(node, binding, out value);
        };

    /// <summary>Reads a list; all bad items are reported.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="reader">Reads an item.</param>
    public static OptionReader<ImmutableArray<T>> List<T>(OptionReader<T> reader) =>
        (ConfigurationNode node, OptionsBinding binding, out ImmutableArray<T> value) =>
        {
            value = [];
            if (node.Kind != ConfigurationKind.Array)
            {
                return binding.Refuse(node, "a list");
            }

            var items = ImmutableArray.CreateBuilder<T>(node.Items.Length);
            foreach (ConfigurationNode child in node.Items)
            {
                if (reader(child, binding, out T item))
                {
                    items.Add(item);
                }
            }

            value = items.ToImmutable();
            return value.Length == node.Items.Length;
        };

    /// <summary>Reads an object whose keys are the user's own.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="reader">Reads a value.</param>
    public static OptionReader<ImmutableSortedDictionary<string, T>> Map<T>(OptionReader<T> reader) =>
        (ConfigurationNode node, OptionsBinding binding, out ImmutableSortedDictionary<string, T> value) =>
        {
            value = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
            if (node.Kind != ConfigurationKind.Object)
            {
                return binding.Refuse(node, "an object");
            }

            foreach (ConfigurationMember member in node.Members)
            {
                if (reader(member.Value, binding, out T item))
                {
                    value = value.SetItem(member.Key, item);
                }
            }

            return value.Count == node.Members.Length;
        };

    /// <summary>Reads a section of options.</summary>
    /// <typeparam name="T">The options.</typeparam>
    public static OptionReader<T> Section<T>()
        where T : class, IBindableOptions<T> =>
        (ConfigurationNode node, OptionsBinding binding, out T value) =>
        {
            value = null!;
            if (node.Kind != ConfigurationKind.Object)
            {
                return binding.Refuse(node, "an object");
            }

            value = T.Bind(new OptionsSection(node, binding));
            return true;
        };

    /// <summary>Reads a section that picks a plugin by its <c>type</c>.</summary>
    /// <typeparam name="TKind">The plugin's kind.</typeparam>
    /// <param name="kind">The kind's name.</param>
    public static OptionReader<PluginSlot<TKind>> Slot<TKind>(string kind)
        where TKind : class =>
        (ConfigurationNode node, OptionsBinding binding, out PluginSlot<TKind> value) =>
        {
            value = null!;
            if (node.Kind != ConfigurationKind.Object)
            {
                return binding.Refuse(node, $"an object with the \"{OptionsSection.TypeKey}\" of {Article(kind)}");
            }

            IReadOnlyList<PluginDescriptor> plugins = binding.Plugins.OfKind(typeof(TKind));
            string names = plugins.Count == 0 ? "none is loaded" : $"loaded are {string.Join(", ", plugins.Select(plugin => plugin.Name))}";
            if (node.Member(OptionsSection.TypeKey) is not { } type)
            {
                binding.Report(new ConfigurationProblem(
                    node.Place, node.Path, $"\"{OptionsSection.TypeKey}\" is missing: it picks {Article(kind)}; {names}"));
                return false;
            }

            if (type.Value.Kind != ConfigurationKind.String)
            {
                return binding.Refuse(type.Value, $"the name of {Article(kind)}");
            }

            if (plugins.FirstOrDefault(plugin => plugin.Name == type.Value.Text) is not { } found)
            {
                string reason = binding.Plugins.WhyMissing is { } missing ? $"; {missing}" : "";
                binding.Report(new ConfigurationProblem(
                    type.Value.Place, type.Value.Path, $"there is no {kind} {type.Value.Display}; {names}{reason}")
                {
                    Seen = type.Value.Display,
                    DidYouMean = NearestName.Find(type.Value.Text, plugins.Select(plugin => plugin.Name)),
                });
                return false;
            }

            var section = new OptionsSection(node, binding, isSlot: true);
            if (found.Options is null)
            {
                section.RefuseUnknownKeys();
            }

            value = new PluginSlot<TKind>(found, found.Bind(section), node.Path);
            return true;
        };

    private static string Article(string noun) => "aeiou".Contains(noun[0]) ? $"an {noun}" : $"a {noun}";
}
