namespace MmoePipeline;

/// <summary>Something that is wrong and that is reported to a user.</summary>
/// <param name="Code">
/// Names the kind of problem and keeps its meaning over versions, for instance <c>MMOE1203</c>. Third-party plugins use a prefix of their own.
/// </param>
/// <param name="Place">
/// Where it is: a file with line and column, a configuration path, a row of a table, a folder. Empty where there is none.
/// </param>
/// <param name="Message">What is wrong, what is expected and what to do; not for programs to read.</param>
public sealed record Problem(string Code, string Place, string Message)
{
    /// <summary><c>CODE place: message</c>, on one line whatever is in the message.</summary>
    public override string ToString() =>
        VisibleText.OnOneLine(Place.Length == 0 ? $"{Code} {Message}" : $"{Code} {Place}: {Message}");
}
