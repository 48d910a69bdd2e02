using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MmoePipeline.Runs.Configuration;

/// <summary>A value of the configuration in the forms in which a person gives it.</summary>
internal static class ConfigurationSnippet
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Nested JSON from the file's root to the value. Entries of a list before the value's are told in a comment.</summary>
    /// <param name="path">The path, with dots.</param>
    /// <param name="json">The value.</param>
    public static string Of(string path, string json)
    {
        var text = new StringBuilder();
        var ends = new Stack<string>();
        text.Append('{');
        ends.Push("}");
        foreach (string key in path.Split('.'))
        {
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                // The key before has opened a value: it is a list.
                text.Append('[');
                ends.Push("]");
                NewLine();
                if (index > 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"// the {(index == 1 ? "entry" : $"{index} entries")} before stay as they are");
                    NewLine();
                }
            }
            else
            {
                if (text[^1] is not '{')
                {
                    text.Append('{');
                    ends.Push("}");
                }

                NewLine();
                text.Append(JsonValue.Create(key).ToJsonString(Indented)).Append(": ");
            }
        }

        text.Append(Pretty(json).Replace("\n", $"\n{Indent()}", StringComparison.Ordinal));
        while (ends.TryPop(out string? end))
        {
            NewLine();
            text.Append(end);
        }

        return text.ToString();

        string Indent() => new(' ', ends.Count * 2);
        void NewLine() => text.Append('\n').Append(Indent());
    }

    /// <summary>The argument of the command line, quoted for a shell.</summary>
    /// <param name="path">The path, with dots.</param>
    /// <param name="json">The value.</param>
    public static string Argument(string path, string json) =>
        $"--set '{$"{path}={json.ReplaceLineEndings(" ")}".Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Pretty(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Lenient)?.ToJsonString(Indented) ?? "null";
        }
        catch (JsonException)
        {
            // A probe's mistake: a person sees what it said, and the run keeps its report.
            return json;
        }
    }
}
