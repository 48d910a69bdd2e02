using System.Globalization;
using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>The writers of all types that options can have: the other way round from <see cref="OptionReaders"/>.</summary>
public static class OptionWriters
{
    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static void Boolean(OptionsWriter writer, bool value) => writer.Json.WriteBooleanValue(value);

    /// <summary>Writes a text.</summary>
    public static void Text(OptionsWriter writer, string value) => writer.Json.WriteStringValue(value);

    /// <summary>Writes a path.</summary>
    public static void FilePath(OptionsWriter writer, string value) => writer.Json.WriteStringValue(writer.PathFrom(value));

    /// <summary>Writes a duration.</summary>
    public static void Duration(OptionsWriter writer, TimeSpan value) =>
        writer.Json.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));

    /// <summary>Writes a number: the shortest text that reads as the same number.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    public static void Number<T>(OptionsWriter writer, T value)
        where T : struct, IFormattable => writer.Json.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Writes one of some names.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="choices">Names and what they stand for.</param>
    public static OptionWriter<T> Choice<T>(params ImmutableArray<(string Name, T Value)> choices) => (writer, value) =>
        writer.Json.WriteStringValue(
            choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name);

    /// <summary>Writes a value type or <c>null</c>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="write">Writes what is not null.</param>
    public static OptionWriter<T?> OrNull<T>(OptionWriter<T> write)
        where T : struct => (writer, value) =>
    {
        if (value is { } present)
        {
            write(writer, present);
        }
        else
        {
            writer.Json.WriteNullValue();
        }
    };

    /// <summary>Writes a reference or <c>null</c>.</summary>
    /// <typeparam name="T">The reference type.</typeparam>
    /// <param name="write">Writes what is not null.</param>
    public static OptionWriter<T?> OrNullReference<T>(OptionWriter<T> write)
        where T : class => (writer, value) =>
    {
        if (value is { } present)
        {
            write(writer, present);
        }
        else
        {
            writer.Json.WriteNullValue();
        }
    };

    /// <summary>Writes a list.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="write">Writes an item.</param>
    public static OptionWriter<ImmutableArray<T>> List<T>(OptionWriter<T> write) => (writer, value) =>
    {
        writer.Json.WriteStartArray();
        foreach (T item in value)
        {
            write(writer, item);
        }

        writer.Json.WriteEndArray();
    };

    /// <summary>Writes an object whose keys are the user's own.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="write">Writes a value.</param>
    public static OptionWriter<ImmutableSortedDictionary<string, T>> Map<T>(OptionWriter<T> write) => (writer, value) =>
    {
        writer.Json.WriteStartObject();
        foreach ((string key, T item) in value)
        {
            writer.Write(key, write, item);
        }

        writer.Json.WriteEndObject();
    };

    /// <summary>Writes a section of options.</summary>
    public static void Section(OptionsWriter writer, IPluginOptions value)
    {
        writer.Json.WriteStartObject();
        value.Write(writer);
        writer.Json.WriteEndObject();
    }

    /// <summary>Writes a section that picks a plugin.</summary>
    /// <typeparam name="TKind">The plugin's kind.</typeparam>
    public static void Slot<TKind>(OptionsWriter writer, PluginSlot<TKind> value)
        where TKind : class
    {
        writer.Json.WriteStartObject();
        writer.Json.WriteString(OptionsSection.TypeKey, value.Plugin.Name);
        (value.Options as IPluginOptions)?.Write(writer);
        writer.Json.WriteEndObject();
    }
}
