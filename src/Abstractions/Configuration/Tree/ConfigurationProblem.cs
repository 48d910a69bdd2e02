namespace MmoePipeline.Configuration.Tree;

/// <summary>Something wrong in the configuration, for the person who wrote it.</summary>
/// <param name="Code">The kind of problem, for instance <see cref="OptionCodes.OutOfRange"/>.</param>
/// <param name="Place">Where it was written.</param>
/// <param name="Path">The configuration path; empty for the root or where the text is not JSON.</param>
/// <param name="Message">What is wrong and what is expected, for instance <c>must be at least 1, found 0</c>.</param>
public sealed record ConfigurationProblem(string Code, ConfigurationPlace Place, string Path, string Message)
{
    /// <summary>The value that was found, as written; null where a value is missing.</summary>
    public string? Seen { get; init; }

    /// <summary>What is expected, for instance <c>must be at least 1</c>; null where the message says it all.</summary>
    public string? Rule { get; init; }

    /// <summary>What was probably meant, a name that exists; null where nothing is near.</summary>
    public string? DidYouMean { get; init; }

    /// <summary>The summary of the option; null where the problem is not of an option, or of one without a summary.</summary>
    public string? Summary { get; init; }

    /// <summary>The same for lists of problems of several kinds.</summary>
    public Problem ToProblem() => new(
        Code,
        $"{Place}",
        (Path.Length == 0 ? Message : $"{Path}: {Message}")
        + (DidYouMean is null ? "" : $"; did you mean '{DidYouMean}'?")
        + (Summary is null ? "" : $" ({Summary})"));

    /// <summary>
    /// <c>CODE place: path: message; did you mean 'x'? (summary of the option)</c>, on one line whatever is in the file.
    /// </summary>
    public override string ToString() => $"{ToProblem()}";
}
