using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MmoePipeline.Generators.Naming;

/// <summary>Names as they are written in C#.</summary>
internal static class CSharpName
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Relative = Qualified.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>
    /// An identifier, with <c>@</c> where it is a keyword. Contextual keywords get it too: a type called <c>required</c> or a local
    /// called <c>_</c> means something else without it.
    /// </summary>
    public static string Escaped(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(identifier) == SyntaxKind.None
            ? identifier
            : $"@{identifier}";

    /// <summary>A type's fully qualified name, nullable annotations included.</summary>
    public static string QualifiedName(this ITypeSymbol type) => string.Concat(type.ToDisplayParts(Qualified).Select(Written));

    /// <summary>A namespace's name, as a declaration has it.</summary>
    public static string DeclaredName(this INamespaceSymbol space) => string.Concat(space.ToDisplayParts(Relative).Select(Written));

    /// <summary>Parts of symbols are names of the author's; keywords such as <c>int</c> have no such kind.</summary>
    private static string Written(SymbolDisplayPart part)
    {
        string text = part.ToString();
        return part.Symbol is not null && part.Kind != SymbolDisplayPartKind.Keyword && text.Length > 0 && text[0] != '@' ? Escaped(text) : text;
    }
}
