using System.Net;
using System.Text.Json;
using MmoePipeline.Reporting.Content;

namespace MmoePipeline.Reporting.Pages;

/// <summary>A page of several runs, of the same make and look as a run's report: one file that needs no other and no network.</summary>
/// <param name="Title">The title.</param>
/// <param name="Summary">What was done, in a sentence.</param>
/// <param name="Sections">The sections.</param>
internal sealed record SectionsPage(string Title, string Summary, ImmutableArray<PageSection> Sections)
{
    /// <summary>The page's text.</summary>
    public string Html() => ReportAssets.Fill(new Dictionary<string, string>
    {
        ["title"] = WebUtility.HtmlEncode(Title),
        ["style"] = ReportAssets.Read("report.css"),
        ["charts"] = ReportAssets.Read("echarts.min.js"),
        ["data"] = JsonSerializer.Serialize(this, PageJson.Default.SectionsPage),
        ["script"] = ReportAssets.Read("report.js"),
    });
}
