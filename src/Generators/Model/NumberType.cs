namespace MmoePipeline.Generators.Model;

/// <summary>A type of numbers, and what decides whether a limit fits it.</summary>
/// <param name="Keyword">Its C# name: a keyword, or the fully qualified name of a type without one.</param>
/// <param name="IsInteger">Whether it holds whole numbers only.</param>
/// <param name="Suffix">What follows a literal of it; empty where a plain literal converts by itself.</param>
/// <param name="Least">Its smallest value as a <c>double</c>.</param>
/// <param name="Most">Its largest value as a <c>double</c>.</param>
internal sealed record NumberType(string Keyword, bool IsInteger, string Suffix, double Least, double Most)
{
    private static readonly NumberType[] All =
    [
        new("sbyte", true, "", sbyte.MinValue, sbyte.MaxValue),
        new("byte", true, "", byte.MinValue, byte.MaxValue),
        new("short", true, "", short.MinValue, short.MaxValue),
        new("ushort", true, "", ushort.MinValue, ushort.MaxValue),
        new("int", true, "", int.MinValue, int.MaxValue),
        new("uint", true, "U", uint.MinValue, uint.MaxValue),
        new("long", true, "L", long.MinValue, long.MaxValue),
        new("ulong", true, "UL", ulong.MinValue, ulong.MaxValue),
        new("nint", true, "", int.MinValue, int.MaxValue),
        new("nuint", true, "U", uint.MinValue, uint.MaxValue),
        new("global::System.Int128", true, "L", long.MinValue, long.MaxValue),
        new("global::System.UInt128", true, "UL", ulong.MinValue, ulong.MaxValue),
        new("global::System.Half", false, "", -65504, 65504),
        new("float", false, "F", float.MinValue, float.MaxValue),
        new("double", false, "D", double.MinValue, double.MaxValue),
        new("decimal", false, "M", (double)decimal.MinValue, (double)decimal.MaxValue),
    ];

    /// <summary>The number type of a C# name; null for a type that is none.</summary>
    public static NumberType? Of(string typeName) => All.FirstOrDefault(type => type.Keyword == typeName);
}
