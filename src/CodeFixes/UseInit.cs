using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MmoePipeline.CodeFixes;

/// <summary>MMOE004: an option's <c>set</c> becomes <c>init</c>; an option that can only be read gets an <c>init</c>.</summary>
/// <remarks>A public field is left to its author: its users may pass it by reference.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseInit))]
[Shared]
public sealed class UseInit : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MMOE004"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => context.OfferAsync("Use init", (node, _) => Change(node));

    private static TextChange? Change(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.AccessorList?.Accessors is not { Count: > 0 } accessors)
        {
            return null;
        }

        return accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) is { } setter
            ? new TextChange(setter.Keyword.Span, "init")
            : new TextChange(new TextSpan(accessors.Last().Span.End, 0), " init;");
    }
}
