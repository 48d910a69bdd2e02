using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MmoePipeline.CodeFixes;

/// <summary>What the fixes of this assembly have in common: each changes one piece of text and leaves all others as they are.</summary>
internal static class CodeFixContextExtensions
{
    /// <summary>Offers a change of the text for each diagnostic that has one.</summary>
    /// <param name="context">What is to be fixed.</param>
    /// <param name="title">What the editor shows.</param>
    /// <param name="change">The change for a diagnostic at a node; null where none is plain.</param>
    public static async Task OfferAsync(this CodeFixContext context, string title, Func<SyntaxNode, Diagnostic, TextChange?> change)
    {
        Document document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (change(root.FindNode(diagnostic.Location.SourceSpan), diagnostic) is { } known)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, cancellation => ApplyAsync(document, known, cancellation), equivalenceKey: diagnostic.Id),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> ApplyAsync(Document document, TextChange change, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(change));
    }
}
