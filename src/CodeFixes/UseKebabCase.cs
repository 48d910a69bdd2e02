using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MmoePipeline.CodeFixes;

/// <summary>MMOE008: a plugin gets the kebab-case name that the analyzer suggests.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseKebabCase))]
[Shared]
public sealed class UseKebabCase : CodeFixProvider
{
    /// <summary>The property of the diagnostic that holds the name.</summary>
    private const string Suggestion = "suggestion";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MMOE008"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => context.OfferAsync("Use kebab-case", Change);

    private static TextChange? Change(SyntaxNode node, Diagnostic diagnostic) =>
        node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument
        && diagnostic.Properties.TryGetValue(Suggestion, out string? name) && name is not null
            ? new TextChange(argument.Expression.Span, SymbolDisplay.FormatLiteral(name, quote: true))
            : null;
}
