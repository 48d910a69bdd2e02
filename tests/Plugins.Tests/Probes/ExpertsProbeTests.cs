using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.Architectures.Ple;
using MmoePipeline.Plugins.Probes.Experts;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class ExpertsProbeTests : NetworkFixture
{
    private const int Rows = 12;

    private ProbeSample? _sample;

    [Fact]
    public void Outputs_that_are_rotated_scaled_and_moved_are_alike()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([Rows, 2]);
        (float cosine, float sine) = ((float)Math.Cos(0.7), (float)Math.Sin(0.7));
        torch.Tensor rotated = outputs.mm(torch.tensor(new[,] { { cosine, sine }, { -sine, cosine } })) * 3 + 5;
        ProbeFigures figures = Build(torch.stack([outputs, rotated])).OnValidationCompleted();
        Assert.Equal(1, Of(figures, "experts/cka/mean"), 1e-5);
        Assert.Equal(1, Of(figures, "experts/cka/largest"), 1e-5);
        Assert.Empty(figures.Alerts);
    }

    [Fact]
    public void Similarity_is_that_of_loops_over_the_formula()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([3, Rows, 4]);
        ExpertsProbe probe = Build(outputs);
        ProbeFigures figures = probe.OnValidationCompleted();
        double[][,] centred = [.. Enumerable.Range(0, 3).Select(expert => Centred(outputs[expert]))];
        double[] pairs = [Alignment(centred[0], centred[1]), Alignment(centred[0], centred[2]), Alignment(centred[1], centred[2])];
        Assert.Equal(pairs.Average(), Of(figures, "experts/cka/mean"), 1e-5);
        Assert.Equal(pairs.Max(), Of(figures, "experts/cka/largest"), 1e-5);
        HeatMap map = Map(probe, "experts: similarity");
        Assert.Equal(pairs[1], map.Values[2][0]!.Value, 1e-5);
        Assert.Equal(1, map.Values[1][1]!.Value, 1e-5);
    }

    [Fact]
    public void Experts_that_give_the_same_are_told_once_by_name()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([5, Rows, 4]);
        outputs[3].copy_(outputs[1]);
        outputs[4].copy_(outputs[1] * (1 + 1e-6));
        ExpertsProbe probe = Build(outputs);
        ProbeAlert alert = Assert.Single(probe.OnValidationCompleted().Alerts);
        Assert.Equal("identical", alert.Name);
        Assert.StartsWith("experts: e3, e4 give the same outputs as e1; relative distance", alert.Message, StringComparison.Ordinal);
        Assert.Empty(probe.OnValidationCompleted().Alerts);

        outputs[3].add_(0.001);
        Assert.Empty(probe.OnValidationCompleted().Alerts);
        outputs[3].copy_(outputs[1]);
        Assert.Single(probe.OnValidationCompleted().Alerts);
    }

    [Fact]
    public void Experts_that_differ_little_or_at_random_are_not_identical()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([3, Rows, 4]);
        outputs[1].copy_(outputs[0] * 1.0001f);
        Assert.Empty(Build(outputs).OnValidationCompleted().Alerts);
        Assert.Empty(Build(Network(), Sample()).OnValidationCompleted().Alerts);
    }

    [Fact]
    public void An_expert_that_gives_the_same_for_all_rows_has_no_similarity()
    {
        torch.Tensor outputs = Random.Open("outputs").Normal([2, Rows, 4]);
        outputs[1].fill_(2);
        ExpertsProbe probe = Build(outputs);
        Assert.True(double.IsNaN(Of(probe.OnValidationCompleted(), "experts/cka/mean")));
        Assert.Null(Map(probe, "experts: similarity").Values[0][1]);
    }

    /// <summary>Two experts on the ends of a cross with variances 9 and 1, in a space of three dimensions.</summary>
    [Fact]
    public void The_plane_holds_the_variance_that_was_planted()
    {
        torch.Tensor outputs = torch.tensor(new float[] { 3, 0, 0, -3, 0, 0, 0, 0, 1, 0, 0, -1 }).view(2, 2, 3) + 7;
        ExpertsProbe probe = Build(outputs, torch.tensor(new float[] { 1, 0 }).view(2, 1));
        probe.OnValidationCompleted();
        ScatterChart byExpert = Scatter(probe, "experts: outputs by expert");
        Assert.Equal("component 1 (90.0% of the variance)", byExpert.XAxis.Replace(" %", "%", StringComparison.Ordinal));
        Assert.Equal("component 2 (10.0% of the variance)", byExpert.YAxis.Replace(" %", "%", StringComparison.Ordinal));
        Assert.Equal(["e0", "e1"], byExpert.Series.Select(series => series.Name));
        Assert.Equal([3.0, 3.0], byExpert.Series[0].X.Select(x => Math.Round(Math.Abs(x), 5)));
        Assert.Equal([1.0, 1.0], byExpert.Series[1].Y.Select(y => Math.Round(Math.Abs(y!.Value), 5)));

        ScatterChart byLabel = Scatter(probe, "experts: outputs by label of one");
        Assert.Equal(["0", "1"], byLabel.Series.Select(series => series.Name));
        Assert.Equal([byExpert.Series[0].X[1], byExpert.Series[1].X[1]], byLabel.Series[0].X.ToArray());
    }

    [Fact]
    public void Outputs_of_one_value_lie_on_a_line()
    {
        ExpertsProbe probe = Build(Random.Open("outputs").Normal([2, Rows, 1]));
        probe.OnValidationCompleted();
        Assert.All(Scatter(probe, "experts: outputs by expert").Series.SelectMany(series => series.Y), y => Assert.Equal(0, y));
    }

    /// <summary>For <c>f_i(e) = e W_i</c> the gradient of the outputs' sum by column c is the sum of row c of W_i.</summary>
    [Fact]
    public void Fields_of_a_linear_expert_are_what_the_weights_say()
    {
        torch.Tensor input = Random.Open("input").Normal([Rows, Layout.InputWidth]).requires_grad_(true);
        torch.Tensor matrices = Random.Open("matrices").Normal([2, Layout.InputWidth, 3]);
        ExpertsProbe probe = Build(
            new TracedModel((_, trace) =>
            {
                trace.AddInput(input);
                trace.Add(new ExpertActivation(["e0", "e1"], torch.matmul(input, matrices)));
            }),
            Sample());
        probe.OnValidationCompleted();
        HeatMap map = Map(probe, "experts: fields");
        Assert.Equal(["a", "b", "x"], map.Rows.ToArray());
        int[] fieldOf = [0, 0, 1, 1, 2];
        for (int expert = 0; expert < 2; expert++)
        {
            double[] sums = new double[3];
            for (int column = 0; column < 5; column++)
            {
                double slope = Enumerable.Range(0, 3).Sum(of => (double)matrices[expert, column, of].item<float>());
                sums[fieldOf[column]] += Enumerable.Range(0, Rows).Average(row => Math.Abs(slope * input[row, column].item<float>()));
            }

            Assert.Equal(sums.Select(sum => sum / sums.Sum()), map.Values.Select(row => row[expert]!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void Experts_of_a_network_have_shares_of_all_fields()
    {
        ExpertsProbe probe = Build(Network(), Sample());
        probe.OnValidationCompleted();
        HeatMap map = Map(probe, "experts: fields");
        for (int expert = 0; expert < 3; expert++)
        {
            Assert.Equal(1, map.Values.Sum(row => row[expert]!.Value), 1e-9);
        }
    }

    [Fact]
    public void Numbers_alone_have_a_field_map_too()
    {
        ModelContext context = Context(Random, "one") with { Features = new([], ["x", "y"], 2) };
        var sample = new ProbeSample(
            new FeatureBatch(torch.empty(Rows, 0, torch.int64), Random.Open("numbers").Normal([Rows, 2])), torch.zeros(Rows, 1));
        var probe = new ExpertsProbe(new(), ProbeContexts.Of(
            ["one"], new MmoeModel(new() { Experts = [Experts(2, 4)] }, context), context.Features, sample));
        probe.OnValidationCompleted();
        Assert.Equal(["x", "y"], Map(probe, "experts: fields").Rows.ToArray());
    }

    [Fact]
    public void Without_a_traced_input_or_a_graph_there_is_no_field_map()
    {
        ExpertsProbe probe = Build(Random.Open("outputs").Normal([2, Rows, 3]));
        probe.OnValidationCompleted();
        Assert.DoesNotContain(Figures(probe), figure => figure.Title == "experts: fields");

        MmoeModel frozen = Network();
        foreach (var parameter in frozen.parameters())
        {
            parameter.requires_grad_(false);
        }

        probe = Build(frozen, Sample());
        probe.OnValidationCompleted();
        Assert.DoesNotContain(Figures(probe), figure => figure.Title == "experts: fields");
    }

    [Fact]
    public void Every_bank_of_a_network_of_levels_is_told()
    {
        var model = new PleModel(
            new() { Levels = 2, Experts = [Experts(2, 4)], TaskExperts = [Experts(1, 4)] }, Context(Random, "one", "two"));
        model.eval();
        ExpertsProbe probe = Build(model, Sample());
        Assert.Equal(
            ["experts/0/cka/mean", "experts/0/cka/largest", "experts/1/cka/mean", "experts/1/cka/largest"],
            probe.OnValidationCompleted().Metrics.Select(metric => metric.Name));
        Assert.Equal(["one.0", "two.0", "shared.0", "shared.1"], Map(probe, "experts/1: fields").Columns.ToArray());
    }

    [Fact]
    public void It_leaves_no_tensor_and_no_gradient_behind()
    {
        MmoeModel model = Network();
        ExpertsProbe probe = Build(model, Sample());
        probe.OnValidationCompleted();
        probe.Sections();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            probe.OnValidationCompleted();
            probe.Sections();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static double Of(ProbeFigures figures, string name) => figures.Metrics.Single(metric => metric.Name == name).Value;

    private static ImmutableArray<ReportFigure> Figures(ExpertsProbe probe) => probe.Sections().Single().Figures;

    private static HeatMap Map(ExpertsProbe probe, string title) => Figures(probe).OfType<HeatMap>().Single(map => map.Title == title);

    private static ScatterChart Scatter(ExpertsProbe probe, string title) =>
        Figures(probe).OfType<ScatterChart>().Single(chart => chart.Title == title);

    private static double[,] Centred(torch.Tensor outputs)
    {
        (int rows, int width) = ((int)outputs.size(0), (int)outputs.size(1));
        var centred = new double[rows, width];
        for (int column = 0; column < width; column++)
        {
            double mean = Enumerable.Range(0, rows).Average(row => (double)outputs[row, column].item<float>());
            for (int row = 0; row < rows; row++)
            {
                centred[row, column] = outputs[row, column].item<float>() - mean;
            }
        }

        return centred;
    }

    /// <summary>By the Gram matrices of rows, the other way to write the formula: <c>tr(KL) / sqrt(tr(KK) tr(LL))</c>.</summary>
    private static double Alignment(double[,] one, double[,] other) =>
        Overlap(one, other) / Math.Sqrt(Overlap(one, one) * Overlap(other, other));

    private static double Overlap(double[,] one, double[,] other)
    {
        double sum = 0;
        for (int row = 0; row < one.GetLength(0); row++)
        {
            for (int column = 0; column < one.GetLength(0); column++)
            {
                sum += Product(one, row, column) * Product(other, row, column);
            }
        }

        return sum;
    }

    private static double Product(double[,] values, int row, int column) =>
        Enumerable.Range(0, values.GetLength(1)).Sum(index => values[row, index] * values[column, index]);

    private MmoeModel Network()
    {
        var model = new MmoeModel(new() { Experts = [Experts(3, 4)] }, Context(Random, "one", "two"));
        model.eval();
        return model;
    }

    private ProbeSample Sample() =>
        _sample ??= new(Batch(Rows), (torch.arange(Rows) % 2).to(torch.float32).unsqueeze(1));

    private ExpertsProbe Build(torch.Tensor outputs, torch.Tensor? targets = null) => Build(
        new TracedModel((_, trace) => trace.Add(new ExpertActivation(
            [.. Enumerable.Range(0, (int)outputs.size(0)).Select(expert => $"e{expert}")], outputs))),
        Sample() with { Targets = targets ?? torch.zeros(outputs.size(1), 1) });

    private static ExpertsProbe Build(MultiTaskModel model, ProbeSample sample)
    {
        var probe = new ExpertsProbe(new(), ProbeContexts.Of(["one"], model, Layout, sample));
        return probe;
    }
}
