using System.Numerics;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Configuration.Forms;

/// <summary>
/// The forms of all types that options can have. Strict: a text is no number, <c>null</c> is a value only where it is asked
/// for, and what was misread is never replaced by a default.
/// </summary>
public static class OptionForms
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static OptionForm<bool> Boolean { get; } = new BooleanForm();

    /// <summary>A path; a relative one is meant from the folder of the file that it is written in.</summary>
    public static OptionForm<string> FilePath { get; } = new PathForm([]);

    /// <summary>A path of files that the plugin is picked for.</summary>
    /// <param name="endings">How their names end.</param>
    public static OptionForm<string> FileEndingIn(params ImmutableArray<string> endings) => new PathForm(endings);

    /// <summary>A text that is never shown, or the environment variable that holds it.</summary>
    public static OptionForm<Secret> Secret { get; } = new SecretForm();

    /// <summary>A text.</summary>
    /// <param name="rules">What the text has to keep.</param>
    public static OptionForm<string> Text(params ImmutableArray<IOptionRule<string>> rules) => new TextForm(rules);

    /// <summary>A duration such as <c>"00:05:00"</c>.</summary>
    /// <param name="rules">What the duration has to keep.</param>
    public static OptionForm<TimeSpan> Duration(params ImmutableArray<IOptionRule<TimeSpan>> rules) => new DurationForm(rules);

    /// <summary>A whole number that fits its type; <c>1e3</c> and <c>2.0</c> are whole.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="rules">What the number has to keep.</param>
    public static OptionForm<T> Integer<T>(params ImmutableArray<IOptionRule<T>> rules)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new IntegerForm<T>(rules);

    /// <summary>A finite number that fits its type.</summary>
    /// <typeparam name="T">A floating-point type or <c>decimal</c>.</typeparam>
    /// <param name="rules">What the number has to keep.</param>
    public static OptionForm<T> Number<T>(params ImmutableArray<IOptionRule<T>> rules)
        where T : struct, IFloatingPoint<T>, IMinMaxValue<T> => new NumberForm<T>(rules);

    /// <summary>One of some names.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="choices">Names and what they stand for.</param>
    public static OptionForm<T> Choice<T>(params ImmutableArray<(string Name, T Value)> choices) => new ChoiceForm<T>(choices);

    /// <summary>A value type or <c>null</c>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="present">The form of what is not null.</param>
    public static OptionForm<T?> OrNull<T>(OptionForm<T> present)
        where T : struct => new NullableForm<T>(present);

    /// <summary>A reference or <c>null</c>.</summary>
    /// <typeparam name="T">The reference type.</typeparam>
    /// <param name="present">The form of what is not null.</param>
    public static OptionForm<T?> OrNullReference<T>(OptionForm<T> present)
        where T : class => new NullableReferenceForm<T>(present);

    /// <summary>A list as an <see cref="ImmutableArray{T}"/>.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="item">The items' form.</param>
    /// <param name="count">How many items are right; null for any number.</param>
    public static OptionForm<ImmutableArray<T>> List<T>(OptionForm<T> item, ItemCountRule? count = null) =>
        new ListForm<ImmutableArray<T>, T>(item, count, static items => items, static list => list.IsDefault ? [] : list);

    /// <summary>A list as an <see cref="IReadOnlyList{T}"/>.</summary>
    /// <inheritdoc cref="List"/>
    public static OptionForm<IReadOnlyList<T>> ReadOnlyList<T>(OptionForm<T> item, ItemCountRule? count = null) =>
        new ListForm<IReadOnlyList<T>, T>(item, count, static items => items, static list => list);

    /// <summary>A list as an <see cref="System.Collections.Immutable.ImmutableList{T}"/>.</summary>
    /// <inheritdoc cref="List"/>
    public static OptionForm<ImmutableList<T>> ImmutableList<T>(OptionForm<T> item, ItemCountRule? count = null) =>
        new ListForm<ImmutableList<T>, T>(item, count, static items => [.. items], static list => list);

    /// <summary>A list as an array.</summary>
    /// <inheritdoc cref="List"/>
    public static OptionForm<T[]> Array<T>(OptionForm<T> item, ItemCountRule? count = null) =>
        new ListForm<T[], T>(item, count, static items => [.. items], static list => list);

    /// <summary>An object whose keys are the user's own, as an <see cref="ImmutableSortedDictionary{TKey, TValue}"/> in ordinal order.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="value">The values' form.</param>
    /// <param name="count">How many members are right; null for any number.</param>
    public static OptionForm<ImmutableSortedDictionary<string, T>> Map<T>(OptionForm<T> value, ItemCountRule? count = null) =>
        new MapForm<ImmutableSortedDictionary<string, T>, T>(value, count, static members => members, static map => map);

    /// <summary>An object whose keys are the user's own, as an <see cref="System.Collections.Immutable.ImmutableDictionary{TKey, TValue}"/>.</summary>
    /// <inheritdoc cref="Map"/>
    public static OptionForm<ImmutableDictionary<string, T>> ImmutableDictionary<T>(OptionForm<T> value, ItemCountRule? count = null) =>
        new MapForm<ImmutableDictionary<string, T>, T>(
            value, count, static members => members.ToImmutableDictionary(StringComparer.Ordinal), static map => map);

    /// <summary>An object whose keys are the user's own, as an <see cref="IReadOnlyDictionary{TKey, TValue}"/> in ordinal order.</summary>
    /// <inheritdoc cref="Map"/>
    public static OptionForm<IReadOnlyDictionary<string, T>> ReadOnlyDictionary<T>(OptionForm<T> value, ItemCountRule? count = null) =>
        new MapForm<IReadOnlyDictionary<string, T>, T>(value, count, static members => members, static map => map);

    /// <summary>A section of options.</summary>
    /// <typeparam name="T">The options.</typeparam>
    public static OptionForm<T> Section<T>()
        where T : class, IBindableOptions<T> => new SectionForm<T>();

    /// <summary>A section that picks a plugin by its <c>type</c>.</summary>
    /// <typeparam name="TKind">The plugin's kind.</typeparam>
    /// <param name="kind">The kind's name.</param>
    public static OptionForm<PluginSlot<TKind>> Slot<TKind>(string kind)
        where TKind : class => new SlotForm<TKind>(kind);

    /// <summary>The options of a record that another one includes, in their order.</summary>
    /// <typeparam name="T">The included record.</typeparam>
    public static ImmutableArray<OptionKey> OptionsIn<T>()
        where T : class, IBindableOptions<T> => [.. T.Descriptor.Options.Select(option => new IncludedOption(option))];
}
