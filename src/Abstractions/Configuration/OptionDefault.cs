using System.Globalization;
using System.Text.Json;

namespace MmoePipeline.Configuration;

/// <summary>Writes default values as JSON. Called by generated code.</summary>
public static class OptionDefault
{
    /// <summary>A truth value.</summary>
    public static string Json(bool value) => value ? "true" : "false";

    /// <summary>A text, or null.</summary>
    public static string Json(string? value) =>
        value is null ? "null" : $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A number or a duration.</summary>
    public static string Json<T>(T value)
        where T : struct, IFormattable => value is TimeSpan duration
            ? Json(duration.ToString("c", CultureInfo.InvariantCulture))
            : value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A number or a duration, or null.</summary>
    public static string Json<T>(T? value)
        where T : struct, IFormattable => value is { } present ? Json(present) : "null";

    /// <summary>One of some names.</summary>
    public static string Choice<T>(T value, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach ((string name, T meaning) in choices)
        {
            if (EqualityComparer<T>.Default.Equals(meaning, value))
            {
                return Json(name);
            }
        }

        return "null";
    }

    /// <summary>A list.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="json">Writes an item.</param>
    public static string List<T>(IEnumerable<T> items, Func<T, string> json) => $"[{string.Join(", ", items.Select(json))}]";
}
