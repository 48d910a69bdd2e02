using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads doc comments as plain text.</summary>
internal static class DocumentationParser
{
    /// <summary>
    /// Reads a symbol's comment. A compiler that doesn't keep documentation (<c>GenerateDocumentationFile</c>) shows none; then,
    /// and where there is no summary, <c>[Description]</c> takes its place.
    /// </summary>
    public static DocumentationModel Parse(ISymbol symbol, CancellationToken cancellation)
    {
        DocumentationModel comment = OfComment(symbol, cancellation);
        return comment.Summary.Length > 0 ? comment : comment with { Summary = OfAttribute(symbol) };
    }

    private static DocumentationModel OfComment(ISymbol symbol, CancellationToken cancellation)
    {
        string xml = symbol.GetDocumentationCommentXml(cancellationToken: cancellation) ?? "";
        if (xml.Length == 0)
        {
            return new DocumentationModel("", "");
        }

        try
        {
            XElement root = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
            return new DocumentationModel(Text(root.Element("summary")), Paragraphs(root.Element("remarks")));
        }
        catch (XmlException)
        {
            // The compiler warns of comments that are no XML (CS1570).
            return new DocumentationModel("", "");
        }
    }

    private static string OfAttribute(ISymbol symbol) =>
        symbol.Attribute("System.ComponentModel.DescriptionAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? "";

    private static string Text(XElement? element) => element is null ? "" : Line(string.Concat(element.Nodes().Select(Text)));

    /// <summary>Each paragraph on a line of its own with an empty line between, code in backticks: what Markdown and people read.</summary>
    private static string Paragraphs(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        const string Break = "\u2029";
        string text = string.Concat(element.Nodes().Select(node => node is XElement { Name.LocalName: "para" } paragraph
            ? Break + string.Concat(paragraph.Nodes().Select(Marked)) + Break
            : Marked(node)));
        return string.Join("\n\n", text.Split(Break[0]).Select(Line).Where(line => line.Length > 0));
    }

    private static string Marked(XNode node) => node is XElement { Name.LocalName: "c" or "code" } ? $"`{Text(node)}`" : Text(node);

    private static string Line(string text) => Regex.Replace(text, @"\s+", " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => Reference(reference),
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    /// <summary>What <c>&lt;see cref="T:Namespace.Type"/&gt;</c> and its like point at, by its simple name.</summary>
    private static string Reference(XElement element)
    {
        string target = (element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name"))?.Value ?? "";
        int parameters = target.IndexOf('(');
        string name = parameters < 0 ? target : target.Substring(0, parameters);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }
}
