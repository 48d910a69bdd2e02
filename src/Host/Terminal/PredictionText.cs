using System.Globalization;
using System.Text;
using System.Text.Json;
using MmoePipeline.Host.Prediction;

namespace MmoePipeline.Host.Terminal;

/// <summary>What became of a prediction, for a person and for scripts.</summary>
internal static class PredictionText
{
    /// <summary>Two lines for a person.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="result">The result.</param>
    /// <param name="run">The run's folder.</param>
    public static void Write(TextWriter output, PredictionResult result, string run)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Rows:N0} rows by epoch {result.Epoch} of {Path.GetRelativePath(".", run)}, {result.Elapsed.TotalSeconds:F1} s"));
        output.WriteLine(Path.GetRelativePath(".", result.Output));
    }

    /// <summary>One JSON object and a line end.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteJson(TextWriter output, PredictionResult result, string run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("output", result.Output);
            json.WriteString("run", run);
            json.WriteNumber("epoch", result.Epoch);
            json.WriteNumber("rows", result.Rows);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteStartArray("columns");
            foreach (string column in result.Columns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
            json.WriteStartObject("unseen");
            foreach ((string column, long rows) in result.Unseen)
            {
                json.WriteNumber(column, rows);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>Columns of which training saw no value at all: most likely they are not what they were.</summary>
    public static IEnumerable<string> Warnings(PredictionResult result) => result.Unseen
        .Where(column => result.Rows > 0 && column.Rows == result.Rows)
        .Select(column => $"warning: {column.Column}: no training row had any of its values; is it the same column?");
}
