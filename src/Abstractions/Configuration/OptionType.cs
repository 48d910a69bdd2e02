using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Configuration;

/// <summary>What values an option takes: one of the records that derive from it.</summary>
public abstract record OptionType
{
    private protected OptionType()
    {
    }

    /// <summary>The rules that values have to keep.</summary>
    public ImmutableArray<OptionRule> Rules { get; init; } = [];
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BooleanOption : OptionType;

/// <summary>One of some names.</summary>
/// <param name="Choices">The names.</param>
public sealed record ChoiceOption(ImmutableArray<string> Choices) : OptionType;

/// <summary>A duration such as <c>"00:05:00"</c>.</summary>
public sealed partial record DurationOption : OptionType
{
    /// <summary>The form: <c>[-][d.]hh:mm:ss[.fffffff]</c>, hours to 23, minutes and seconds to 59.</summary>
    [GeneratedRegex(@"^-?([0-9]{1,8}\.)?([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$", RegexOptions.CultureInvariant)]
    public static partial Regex Pattern { get; }
}

/// <summary>A list.</summary>
/// <param name="Item">What values the items take.</param>
public sealed record ListOption(OptionType Item) : OptionType;

/// <summary>An object whose keys are the user's own.</summary>
/// <param name="Item">What values its members take.</param>
public sealed record MapOption(OptionType Item) : OptionType;

/// <summary><c>null</c>, or a value.</summary>
/// <param name="Present">The values other than <c>null</c>.</param>
public sealed record NullableOption(OptionType Present) : OptionType;

/// <summary>A finite number.</summary>
/// <param name="IsInteger">Whether it has to be whole.</param>
/// <param name="Format">The name of its type in schemas, for instance <c>int32</c> or <c>double</c>.</param>
/// <param name="Least">The smallest value of its type as a JSON number, whatever the rules.</param>
/// <param name="Most">The largest value of its type as a JSON number, whatever the rules.</param>
public sealed record NumberOption(bool IsInteger, string Format, string Least, string Most) : OptionType
{
    /// <summary>Describes a type of number.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isInteger">Whether it has to be whole.</param>
    /// <param name="rules">The rules that numbers have to keep.</param>
    internal static NumberOption Of<T>(bool isInteger, ImmutableArray<OptionRule> rules)
        where T : struct, INumber<T>, IMinMaxValue<T> => new(
            isInteger,
            FormatOf(typeof(T).Name),
            T.MinValue.ToString(null, CultureInfo.InvariantCulture),
            T.MaxValue.ToString(null, CultureInfo.InvariantCulture))
        {
            Rules = rules,
        };

    /// <summary>The names of the format registry of OpenAPI, which editors and code generators know.</summary>
    private static string FormatOf(string typeName) => typeName switch
    {
        nameof(SByte) => "int8",
        nameof(Byte) => "uint8",
        nameof(Single) => "float",
        nameof(IntPtr) => "int64",
        nameof(UIntPtr) => "uint64",
        _ => typeName.ToLowerInvariant(),
    };
}

/// <summary>A path; a relative one is meant from the folder of the configuration file.</summary>
public sealed record PathOption : OptionType
{
    /// <summary>How the names of files end that the plugin is picked for; empty where it is not.</summary>
    public ImmutableArray<string> Endings { get; init; } = [];
}

/// <summary>A text that is never shown, or <c>env:NAME</c> for the environment variable that holds it.</summary>
public sealed record SecretOption : OptionType;

/// <summary>A section of options.</summary>
/// <param name="Section">Gives its options; a function, because sections may refer to one another in a circle.</param>
public sealed record SectionOption(Func<OptionsDescriptor> Section) : OptionType;

/// <summary>A section that picks a plugin by its <c>type</c>.</summary>
/// <param name="Kind">The name of the plugin's kind.</param>
/// <param name="KindType">The interface or abstract class of the kind.</param>
public sealed record SlotOption(string Kind, Type KindType) : OptionType;

/// <summary>A text.</summary>
public sealed record TextOption : OptionType;
