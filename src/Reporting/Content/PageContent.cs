namespace MmoePipeline.Reporting.Content;

/// <summary>All that the page shows, as the script in it reads it.</summary>
/// <param name="Title">The run's name.</param>
/// <param name="Summary">What the run was, in a sentence.</param>
/// <param name="Verdicts">One for each trouble.</param>
/// <param name="Results">Sections that every run has: test metrics, learning curves.</param>
/// <param name="Probes">The probes' sections.</param>
/// <param name="Alerts">What probes told of while the run went on.</param>
/// <param name="Network">The section of the network's size.</param>
/// <param name="Environment">Where the run was done: names and values.</param>
/// <param name="Configuration">The resolved configuration's text.</param>
internal sealed record PageContent(
    string Title,
    string Summary,
    ImmutableArray<PageVerdict> Verdicts,
    ImmutableArray<ReportSection> Results,
    ImmutableArray<ReportSection> Probes,
    ImmutableArray<PageAlert> Alerts,
    ReportSection Network,
    ImmutableArray<PageFact> Environment,
    string Configuration);
