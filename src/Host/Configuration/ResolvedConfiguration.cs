using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Runs;
using MmoePipeline.Host.Storage;

namespace MmoePipeline.Host.Configuration;

/// <summary>Writes a run's configuration with every option, defaults and overrides included: it runs again as it is.</summary>
internal static class ResolvedConfiguration
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <c>config.json</c>.</summary>
    public static void Write(RunPlan plan, RunFolder folder) =>
        DurableFile.Write(folder.ConfigurationFile, file => file.Write(Json(plan, folder).Span));

    /// <summary>The content of <c>config.json</c>, as UTF-8; its paths are meant from the run folder.</summary>
    public static ReadOnlyMemory<byte> Json(RunPlan plan, RunFolder folder)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Indented);
        OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json, folder.FullPath), plan.Configuration);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
