using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MmoePipeline.Configuration.Rules;

/// <summary>Values as JSON, for messages and schemas.</summary>
internal static class JsonValueText
{
    /// <summary>A number's literal, or a text in quotes.</summary>
    public static string Of<T>(T value) => value is IFormattable number and not TimeSpan
        ? number.ToString(null, CultureInfo.InvariantCulture)
        : $"\"{JsonEncodedText.Encode($"{value}", JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
