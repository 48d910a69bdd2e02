namespace MmoePipeline.Configuration;

/// <summary>Something wrong in the configuration, for the person who wrote it.</summary>
/// <param name="Place">Where it was written.</param>
/// <param name="Path">The configuration path; empty for the root or where the text is no JSON at all.</param>
/// <param name="Message">What is wrong and what would be right, for instance <c>is 0, must be at least 1</c>.</param>
public sealed record ConfigurationProblem(ConfigurationPlace Place, string Path, string Message)
{
    /// <summary>The value that was seen, as written; null where a value is missing.</summary>
    public string? Seen { get; init; }

    /// <summary>What would be right, for instance <c>must be at least 1</c>; null where the message says it all.</summary>
    public string? Rule { get; init; }

    /// <summary>What was probably meant, a name that exists; null where nothing is near.</summary>
    public string? DidYouMean { get; init; }

    /// <summary>The summary of the option; null where the problem is of no option, or of one without a summary.</summary>
    public string? Summary { get; init; }

    /// <summary>
    /// <c>place: path: message; did you mean 'x'? (summary of the option)</c>, on one line whatever is in the file.
    /// </summary>
    public override string ToString() => VisibleText.OnOneLine(
        (Path.Length == 0 ? $"{Place}: {Message}" : $"{Place}: {Path}: {Message}")
        + (DidYouMean is null ? "" : $"; did you mean '{DidYouMean}'?")
        + (Summary is null ? "" : $" ({Summary})"));
}
