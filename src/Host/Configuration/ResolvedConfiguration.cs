using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Runs;

namespace MmoePipeline.Host.Configuration;

/// <summary>Writes a run's configuration with every option, defaults and overrides included: it runs again as it is.</summary>
internal static class ResolvedConfiguration
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <c>config.json</c>; its paths are meant from the run folder.</summary>
    public static void Write(RunPlan plan, RunFolder folder)
    {
        using FileStream file = File.Create(folder.ConfigurationFile);
        using var json = new Utf8JsonWriter(file, Indented);
        OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json, folder.FullPath), plan.Configuration);
    }
}
