using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>What <c>run --format json</c> prints.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Json">The whole object.</param>
internal sealed record RunReport(string Run, JsonElement Json)
{
    /// <summary>The test metrics as text, to the last digit.</summary>
    public string Test => Json.GetProperty("test").GetRawText();

    public static RunReport Parse(string output)
    {
        JsonElement json = JsonDocument.Parse(output).RootElement;
        return new RunReport(json.GetProperty("run").GetString()!, json);
    }

    public double Auc(string task) => Json.GetProperty("test").GetProperty(task).GetProperty("auc").GetDouble();
}
