using System.Text.RegularExpressions;

namespace MmoePipeline.Reporting.Pages;

/// <summary>The files that the page is made of; they are inside of the assembly.</summary>
internal static partial class ReportAssets
{
    /// <summary>The text of one.</summary>
    public static string Read(string name)
    {
        using Stream stream = typeof(ReportAssets).Assembly.GetManifestResourceStream($"report/{name}")
            ?? throw new InvalidOperationException($"The assembly has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The template with its places filled. What is filled in is not looked at for places.</summary>
    /// <param name="contents">For each place what goes there.</param>
    public static string Fill(IReadOnlyDictionary<string, string> contents) =>
        Place().Replace(Read("report.html"), place => contents[place.Groups[1].Value]);

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Place();
}
