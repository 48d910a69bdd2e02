using System.Globalization;
using System.Numerics;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Configuration;

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
