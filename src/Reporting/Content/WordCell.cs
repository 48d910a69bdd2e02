namespace MmoePipeline.Reporting.Content;

/// <summary>A cell of a table of words.</summary>
/// <param name="Text">The text.</param>
/// <param name="Link">A file to open, told from the page's folder; null for none.</param>
/// <param name="Tone"><c>good</c>, <c>bad</c>, or null for neither.</param>
internal sealed record WordCell(string Text, string? Link = null, string? Tone = null)
{
    /// <summary>A cell of a text.</summary>
    public static implicit operator WordCell(string text) => new(text);
}
