using System.Globalization;
using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A run whose tasks are of several kinds.</summary>
public sealed class MixedTasksTests(Workplace workplace) : IClassFixture<Workplace>
{
    private const int AgeColumn = 0;
    private const int EducationColumn = 4;

    [CensusFact]
    public async Task Education_age_and_income_are_learnt_together()
    {
        string[][] rows = [.. CensusData.Lines().Select(line => line.Split(", "))];
        string classes = JsonSerializer.Serialize(rows.Select(row => row[EducationColumn]).Distinct().Order(StringComparer.Ordinal));
        RunReport report = await workplace.RunAsync(
            $"data.source.path={CensusData.Name}",
            $$"""
            tasks=[
              { "name": "education", "type": "multiclass", "label": "education", "classes": {{classes}} },
              { "name": "age", "type": "regression", "label": "age" },
              { "name": "income", "type": "binary", "label": "income_50k", "positive": "50000+.", "weight": "instance_weight", "group": "state_prev_res" }
            ]
            """,
            """data.features={ "numeric": ["wage_per_hour", "num_emp", "weeks_worked"], "categorical": ["major_occ_code", "marital_stat", "sex", "tax_filer_stat", "hs_college", "det_hh_fam_stat"] }""",
            "training.selection.metric=loss",
            """loss={ "type": "fixed", "weights": { "age": 0.01 } }""",
            "training.batchSize=512",
            "training.epochs=2");
        JsonElement test = report.Json.GetProperty("test");

        // Test rows are those of number 8 and 9 modulo 10. The commonest class, and the best constant, are what has to be beaten.
        string[][] testRows = [.. rows.Where((_, row) => row % 10 >= 8)];
        double commonest = testRows.CountBy(row => row[EducationColumn]).Max(pair => pair.Value) / (double)testRows.Length;
        Assert.InRange(test.GetProperty("education").GetProperty("accuracy").GetDouble(), commonest + 0.05, 1);
        double[] ages = [.. testRows.Select(row => double.Parse(row[AgeColumn], CultureInfo.InvariantCulture))];
        double mean = ages.Average();
        double deviation = Math.Sqrt(ages.Average(age => (age - mean) * (age - mean)));
        Assert.InRange(test.GetProperty("age").GetProperty("rmse").GetDouble(), 1, 0.9 * deviation);
        Assert.InRange(report.Auc("income"), 0.7, 1);
        Assert.InRange(test.GetProperty("income").GetProperty("groupedAuc").GetDouble(), 0.6, 1);

        JsonElement[] epochs =
        [
            .. File.ReadLines(Path.Combine(report.Run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.GetProperty("event").GetString() == "epoch-completed"),
        ];
        double[] losses = [.. epochs.Select(epoch => epoch.GetProperty("validation").EnumerateObject()
            .Average(task => task.Value.GetProperty("loss").GetDouble()))];
        Assert.Equal(losses.Length, epochs.Length);
        Assert.All(epochs.Zip(losses), pair => Assert.Equal(pair.Second, pair.First.GetProperty("score").GetDouble(), 1e-9));
        Assert.Equal(
            1 + losses.Index().MinBy(pair => pair.Item).Index, report.Json.GetProperty("bestEpoch").GetInt32());
    }

    [Fact]
    public async Task Tasks_without_a_common_metric_are_told_what_there_is()
    {
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun(
            """tasks.1={ "name": "age", "type": "regression", "label": "age" }""",
            """data.features={ "categorical": ["sex"] }"""));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(
            "training.selection.metric: task 'age' has no metric 'auc'; its metrics are rmse, mae, loss.", outcome.Messages, StringComparison.Ordinal);
    }
}
