using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MmoePipeline.Configuration;

/// <summary>Writes bound options as JSON. Used by generated code.</summary>
/// <param name="json">Gets the values.</param>
/// <param name="folder">The folder that paths are written relative to; null writes them as they are.</param>
public sealed class OptionsWriter(Utf8JsonWriter json, string? folder = null)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where values go.</summary>
    public Utf8JsonWriter Json { get; } = json;

    /// <summary>Writes an option: its key and its value.</summary>
    /// <typeparam name="T">The option's type.</typeparam>
    /// <param name="option">The option.</param>
    /// <param name="value">The value.</param>
    public void Write<T>(OptionKey<T> option, T value)
    {
        Json.WritePropertyName(option.Key);
        option.Form.Write(this, value);
    }

    /// <summary>A path as it is to be written: relative to the folder, with slashes, where there is a folder; that of a data set as it is.</summary>
    public string PathFrom(string path) =>
        folder is null || DataPath.Is(path) ? path : Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>A value as JSON text.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="form">The value's form.</param>
    /// <param name="value">The value.</param>
    public static string ToJson<T>(OptionForm<T> form, T value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            form.Write(new OptionsWriter(json), value);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
