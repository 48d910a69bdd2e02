using Microsoft.CodeAnalysis.CSharp;

namespace MmoePipeline.Generators.Naming;

/// <summary>C# literals.</summary>
internal static class Literal
{
    /// <summary>A text, or <c>null</c>.</summary>
    public static string Text(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A truth value.</summary>
    public static string Boolean(bool value) => value ? "true" : "false";
}
