using System.Globalization;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Whole runs over a file in which one task has a label in 2 % of the rows, so that most batches have none, the first one included.</summary>
public sealed class RareLabelRunTests(Workplace workplace) : IClassFixture<Workplace>
{
    /// <summary>A mean that divides by next to nothing overflows for weights above 4; logarithms and quotients of the losses end the run.</summary>
    [Theory]
    [InlineData("""{ "type": "fixed", "weights": { "survey": 4.1 } }""")]
    [InlineData("""{ "type": "famo" }""")]
    [InlineData("""{ "type": "excess" }""")]
    public async Task A_run_learns_from_batches_without_a_label_of_a_task(string loss)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("mmoe-rare").FullName, "rows.csv");
        try
        {
            File.WriteAllLines(file, ["x,clicked,survey", .. Rows()]);
            RunReport report = await workplace.RunAsync(
                $$"""data.source={ "type": "csv", "path": "{{file.Replace('\\', '/')}}" }""",
                """data.features={ "numeric": ["x"], "numericScale": "linear" }""",
                """tasks=[{ "name": "click", "type": "binary", "label": "clicked" }, { "name": "survey", "type": "binary", "label": "survey", "missing": "skip" }]""",
                $"loss={loss}",
                """training.optimizer={ "type": "adam", "learningRate": 0.01 }""",
                "training.batchSize=16",
                "training.epochs=2",
                "probes=[]");
            Assert.InRange(report.Auc("click"), 0.85, 1);
            Assert.InRange(report.Auc("survey"), 0.85, 1);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static IEnumerable<string> Rows()
    {
        var random = new Random(10);
        for (int row = 0; row < 4000; row++)
        {
            double x = (2 * random.NextDouble()) - 1;
            string survey = row > 50 && (row % 50 == 3 || row % 10 >= 7) ? x > 0 ? "1" : "0" : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"{x:F6},{(x + (0.5 * (random.NextDouble() - 0.5)) > 0 ? 1 : 0)},{survey}");
        }
    }
}
