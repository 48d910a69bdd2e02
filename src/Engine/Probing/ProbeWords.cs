using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Engine.Probing;

/// <summary>
/// What one probe says at the end of a run, as far as the report can show it. The network is trained by then: a mistake of a probe, which may
/// be a stranger's, is told as a warning and costs its words only.
/// </summary>
internal static class ProbeWords
{
    /// <summary>Asks a probe.</summary>
    /// <param name="name">The plugin's name.</param>
    /// <param name="path">Its path in the configuration.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="logger">Is told of mistakes.</param>
    public static (ImmutableArray<Finding> Findings, ImmutableArray<ReportSection> Sections) Of(
        string name, string path, Probe probe, ILogger logger)
    {
        return (
            [.. Sound("findings", probe.Findings, Check)],
            [.. Sound("sections", probe.Sections, section => Write(section, ReportDataJson.Default.ReportSection))]);

        IEnumerable<T> Sound<T>(string what, Func<ImmutableArray<T>> ask, Action<T> check)
        {
            // Asked at once: nothing of a list that is broken in the middle of it is lost but what is broken.
            var sound = new List<T>();
            Guarded($"{what} are", () =>
            {
                foreach (T item in ask())
                {
                    Guarded(item is ReportSection section ? $"section '{section.Title}' is" : $"{what} are", () =>
                    {
                        check(item);
                        sound.Add(item);
                    });
                }
            });
            return sound;
        }

        void Guarded(string what, Action action)
        {
            try
            {
                action();
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
            {
                logger.LogWarning(
                    PluginCodes.ProbeReportIncomplete + " {Path}: the probe '{Name}' made a mistake at the end of the run: its {What} left out of the report: {Reason}",
                    path,
                    name,
                    what,
                    exception.Message);
            }
        }
    }

    private static void Check(Finding finding)
    {
        if (!IssueNames.IsValid(finding.Issue))
        {
            throw new InvalidOperationException($"'{finding.Issue}' is not the name of an issue; expected kebab-case, such as slow-task");
        }

        Write(finding, ReportDataJson.Default.Finding);
        foreach (Remedy remedy in finding.Remedies)
        {
            ConfigurationSnippet.Of(remedy.Path, remedy.Json);
        }
    }

    private static void Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
