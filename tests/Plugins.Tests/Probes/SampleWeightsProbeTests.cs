using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Probes.SampleWeights;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class SampleWeightsProbeTests : NetworkFixture
{
    private const int Rows = 40;
    private const int ExpertCount = 3;

    private readonly Random _random = new(5);
    private readonly Dictionary<int, FeatureBatch> _features = [];

    [Fact]
    public void Figures_are_means_over_rows_with_each_label()
    {
        (float[] labels, float[] weights) = Drawn();
        SampleWeightsProbe probe = Build(new(), "binary", labels);
        Show(probe, labels, weights);
        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.Equal(2 * ExpertCount * 2, figures.Count);
        for (int task = 0; task < 2; task++)
        {
            for (int expert = 0; expert < ExpertCount; expert++)
            {
                for (int label = 0; label < 2; label++)
                {
                    double mean = Enumerable.Range(0, Rows).Where(row => labels[(row * 2) + task] == label)
                        .Average(row => (double)weights[(((row * 2) + task) * ExpertCount) + expert]);
                    Assert.Equal(mean, figures[$"sample-weights/{(task == 0 ? "one" : "two")}/{expert}/label-{label}"], 1e-9);
                }
            }
        }
    }

    [Fact]
    public void A_field_s_values_are_told_apart_over_rows_that_have_a_label()
    {
        (float[] labels, float[] weights) = Drawn();
        SampleWeightsProbe probe = Build(new() { Field = "b", Values = 3 }, "binary", labels);
        Show(probe, labels, weights);
        probe.OnValidationCompleted();
        HeatMap map = Map(probe, "two by b");

        // Four values as frequent as each other: the first three by themselves, the fourth among the others.
        Assert.Equal(["not seen in training", "b1", "b2", "others"], map.Rows.ToArray());
        Assert.Equal(["0", "1", "2"], map.Columns.ToArray());
        for (int value = 0; value < 4; value++)
        {
            for (int expert = 0; expert < ExpertCount; expert++)
            {
                double mean = Enumerable.Range(0, Rows).Where(row => row % 4 == value && !float.IsNaN(labels[(row * 2) + 1]))
                    .Average(row => (double)weights[(((row * 2) + 1) * ExpertCount) + expert]);
                Assert.Equal(mean, map.Values[value][expert]!.Value, 1e-9);
            }
        }
    }

    [Fact]
    public void Of_many_labels_the_most_frequent_are_told_apart()
    {
        float[] labels = [.. new float[] { 7, 7.2f, 3, 2.6f, 3, 9, float.NaN, 1 }.SelectMany(label => new[] { label, 0 })];
        float[] weights = [.. Enumerable.Range(0, 8).SelectMany(row => Enumerable.Repeat(row / 8f, 2 * ExpertCount))];
        SampleWeightsProbe probe = Build(new() { Labels = 2 }, "regression", labels);
        Show(probe, labels, weights);
        Assert.Empty(probe.OnValidationCompleted().Metrics);
        HeatMap map = Map(probe, "one by label");
        Assert.Equal(["3", "7", "others"], map.Rows.ToArray());
        Assert.Equal([3.0 / 8, 0.5 / 8, 6.0 / 8], map.Values.Select(row => row[0]!.Value));
    }

    [Fact]
    public void An_epoch_forgets_the_one_before()
    {
        (float[] labels, float[] weights) = Drawn();
        SampleWeightsProbe probe = Build(new(), "binary", labels);
        Show(probe, labels, weights);
        ImmutableArray<ProbeMetric> first = probe.OnValidationCompleted().Metrics;
        Show(probe, labels, [.. weights.Select(_ => 0.25f)]);
        Assert.All(probe.OnValidationCompleted().Metrics, metric => Assert.Equal(0.25, metric.Value));
        Show(probe, labels, weights);
        Assert.Equal(first, probe.OnValidationCompleted().Metrics.ToArray());
    }

    [Fact]
    public void A_label_without_rows_has_no_figure()
    {
        float[] labels = [0, 1, 0, 1];
        SampleWeightsProbe probe = Build(new(), "binary", labels);
        Show(probe, labels, [.. Enumerable.Repeat(0.5f, 2 * 2 * ExpertCount)]);
        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.Equal(0.5, figures["sample-weights/one/0/label-0"]);
        Assert.True(double.IsNaN(figures["sample-weights/one/0/label-1"]));
        Assert.Equal(["0"], Map(probe, "one by label").Rows.ToArray());
    }

    [Fact]
    public void A_gate_that_serves_no_task_is_left_out()
    {
        SampleWeightsProbe probe = Build(new(), "binary", [0, 1]);
        var trace = new ForwardTrace();
        trace.Add(new GateActivation(["shared"], ["0"], torch.ones(1, 1, 1)));
        trace.Add(new GateActivation(["two"], ["0"], torch.ones(1, 1, 1)));
        probe.OnValidationBatch(ProbeContexts.Batch(trace) with { Targets = torch.tensor(new float[] { 0, 1 }).view(1, 2) });
        Assert.Equal(
            ["sample-weights/1/two/0/label-0", "sample-weights/1/two/0/label-1"],
            probe.OnValidationCompleted().Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void A_field_that_is_not_there_is_the_user_s_mistake()
    {
        ProblemAssert.Throws(() => Build(new() { Field = "sex" }, "binary", [0, 1]), "MMOE1305 probes.3.field");
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        (float[] labels, float[] weights) = Drawn();
        SampleWeightsProbe probe = Build(new() { Field = "a" }, "binary", labels);
        using torch.Tensor targets = torch.tensor(labels).view(-1, 2);
        var trace = new ForwardTrace();
        trace.Add(new GateActivation(["one", "two"], ["0", "1", "2"], torch.tensor(weights).view(-1, 2, ExpertCount)));
        var batch = new ProbedBatch(Features(Rows), targets, torch.empty(0), trace);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            probe.OnValidationBatch(batch);
            probe.OnValidationCompleted();
            probe.Sections();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static HeatMap Map(SampleWeightsProbe probe, string title) =>
        probe.Sections().Single().Figures.OfType<HeatMap>().Single(map => map.Title == title);

    /// <summary>The same for all that a test makes of so many rows.</summary>
    private FeatureBatch Features(int rows)
    {
        if (!_features.TryGetValue(rows, out FeatureBatch features))
        {
            features = Batch(rows);
            _features.Add(rows, features);
        }

        return features;
    }

    /// <summary>Labels of two tasks, some missing, and weights of two gates.</summary>
    private (float[] Labels, float[] Weights) Drawn() => (
        [.. Enumerable.Range(0, Rows * 2).Select(_ => _random.Next(5) switch { 0 => float.NaN, 1 or 2 => 1f, _ => 0f })],
        [.. Enumerable.Range(0, Rows * 2 * ExpertCount).Select(_ => _random.NextSingle())]);

    private SampleWeightsProbe Build(SampleWeightsProbeOptions options, string type, float[] labels)
    {
        var sample = new ProbeSample(Features(labels.Length / 2), torch.tensor(labels).view(-1, 2));
        return new SampleWeightsProbe(options, ProbeContexts.Of(["one", "two"], features: Layout, sample: sample, taskType: type));
    }

    /// <summary>Two batches of different sizes; rows keep the values of <see cref="NetworkFixture.Batch"/>.</summary>
    private void Show(SampleWeightsProbe probe, float[] labels, float[] weights)
    {
        int rows = labels.Length / 2;
        FeatureBatch features = Features(rows);
        torch.Tensor targets = torch.tensor(labels).view(rows, 2);
        torch.Tensor gates = torch.tensor(weights).view(rows, 2, ExpertCount);
        foreach ((int from, int to) in new[] { (0, rows / 3), (rows / 3, rows) })
        {
            if (from == to)
            {
                continue;
            }

            var trace = new ForwardTrace();
            trace.Add(new GateActivation(["one", "two"], ["0", "1", "2"], gates.narrow(0, from, to - from)));
            probe.OnValidationBatch(new ProbedBatch(
                features with { Categorical = features.Categorical.narrow(0, from, to - from) },
                targets.narrow(0, from, to - from),
                torch.empty(0),
                trace));
        }
    }
}
