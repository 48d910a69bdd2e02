using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Writes a run's configuration with every option, defaults and overrides included: it runs again as it is.</summary>
internal static class ResolvedConfiguration
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="path">The file.</param>
    public static void Write(RunPlan plan, string path) =>
        DurableFile.Write(path, file => file.Write(Json(plan, Path.GetDirectoryName(path)!).Span));

    /// <summary>The content of <c>config.json</c>, as UTF-8.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="folder">The folder that relative paths in it start from.</param>
    public static ReadOnlyMemory<byte> Json(RunPlan plan, string folder) => Json(plan.Configuration, folder);

    /// <inheritdoc cref="Json(RunPlan, string)"/>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folder">The folder that relative paths in it start from.</param>
    public static ReadOnlyMemory<byte> Json(RunConfiguration configuration, string folder)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Indented);
        OptionForms.Section<RunConfiguration>().Write(new OptionsWriter(json, folder), configuration);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
