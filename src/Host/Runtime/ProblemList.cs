using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Host.Runtime;

/// <summary>Writes what is wrong.</summary>
internal static class ProblemList
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line for each problem, on standard error.</summary>
    public static void Write(IEnumerable<Problem> problems) => WriteLines(problems.Select(problem => $"{problem}"));

    /// <summary>One line for each warning, on standard error.</summary>
    public static void WriteWarnings(IEnumerable<Problem> problems) => WriteLines(problems.Select(problem => $"warning {problem}"));

    /// <summary>Lines on standard error, for what is not a problem.</summary>
    public static void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            // Plain lines, whatever their length and what data is in them: editors and scripts read their places.
            Terminals.Messages.Profile.Out.Writer.WriteLine(VisibleText.OnOneLine(line));
        }
    }

    /// <summary>One JSON object on standard output.</summary>
    public static void WriteJson(IEnumerable<ConfigurationProblem> problems, IEnumerable<Problem> others)
    {
        ConfigurationProblem[] all = [.. problems];
        Problem[] rest = [.. others];
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("valid", all.Length + rest.Length == 0);
            json.WriteStartArray("problems");
            foreach (ConfigurationProblem problem in all)
            {
                json.WriteStartObject();
                json.WriteString("code", problem.Code);
                json.WriteString("origin", OriginName(problem.Place.Origin));
                json.WriteString("source", problem.Place.Source);
                WriteNumber(json, "line", problem.Place.Line);
                WriteNumber(json, "column", problem.Place.Column);
                json.WriteString("path", problem.Path);
                json.WriteString("message", problem.Message);
                json.WriteString("seen", problem.Seen);
                json.WriteString("rule", problem.Rule);
                json.WriteString("didYouMean", problem.DidYouMean);
                json.WriteString("summary", problem.Summary);
                json.WriteEndObject();
            }

            foreach (Problem problem in rest)
            {
                json.WriteStartObject();
                json.WriteString("code", problem.Code);
                json.WriteString("place", problem.Place);
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static string OriginName(ConfigurationOrigin origin) => origin switch
    {
        ConfigurationOrigin.File => "file",
        ConfigurationOrigin.Environment => "environment",
        _ => "command-line",
    };

    private static void WriteNumber(Utf8JsonWriter json, string key, int? number)
    {
        if (number is { } present)
        {
            json.WriteNumber(key, present);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
