using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Tasks;

/// <summary>Which rows a loss counts, and how much: the same rules for every task.</summary>
public sealed class RowsOfLossTests : NetworkFixture
{
    private const float None = float.NaN;

    public static TheoryData<string> Kinds { get; } = ["binary", "binary-positive", "multiclass", "multiclass-classes", "squared", "huber", "log"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_loss_with_missing_labels_is_that_of_the_other_rows_and_no_gradient_goes_to_them(string kind)
    {
        ITask skipping = Create(kind, MissingLabels.Skip, weight: null);
        torch.Tensor logits = Logits(skipping, rows: 4).requires_grad_();
        torch.Tensor loss = skipping.Loss(new(logits, torch.tensor(new[] { 1f, None, 0, None })));
        loss.backward();

        torch.Tensor rest = logits.detach().index_select(0, torch.tensor(new[] { 0L, 2 })).requires_grad_();
        torch.Tensor lossOfRest = Create(kind, MissingLabels.Refuse, weight: null).Loss(new(rest, torch.tensor(new[] { 1f, 0 })));
        lossOfRest.backward();
        Assert.Equal(lossOfRest.item<float>(), loss.item<float>(), 1e-6);
        Assert.True(lossOfRest.item<float>() > 0.01, "the rows have a loss");
        AssertEqual(rest.grad!, logits.grad!.index_select(0, torch.tensor(new[] { 0L, 2 })));
        AssertEqual(torch.zeros(2, skipping.Outputs), logits.grad!.index_select(0, torch.tensor(new[] { 1L, 3 })), tolerance: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_any_label_loss_and_gradient_are_zero(string kind)
    {
        ITask task = Create(kind, MissingLabels.Skip, weight: null);
        torch.Tensor logits = Logits(task, rows: 3).requires_grad_();
        torch.Tensor loss = task.Loss(new(logits, torch.tensor(new[] { None, None, None })));
        loss.backward();
        Assert.Equal(0, loss.item<float>());
        AssertEqual(torch.zeros_like(logits), logits.grad!, tolerance: 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_of_weight_two_counts_as_the_row_twice_and_one_of_weight_zero_as_none(string kind)
    {
        ITask weighted = Create(kind, MissingLabels.Refuse, weight: "weight");
        torch.Tensor logits = Logits(weighted, rows: 3);
        float loss = weighted.Loss(new(
            logits, torch.tensor(new[] { 1f, 0, 1 }), torch.tensor(new[] { 2f, 1, 0 }))).item<float>();
        float lossOfRows = Create(kind, MissingLabels.Refuse, weight: null).Loss(new(
            logits.index_select(0, torch.tensor(new[] { 0L, 0, 1 })), torch.tensor(new[] { 1f, 1, 0 }))).item<float>();
        Assert.Equal(lossOfRows, loss, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_label_takes_its_weight_away(string kind)
    {
        ITask task = Create(kind, MissingLabels.Skip, weight: "weight");
        torch.Tensor logits = Logits(task, rows: 2);
        float both = task.Loss(new(logits, torch.tensor(new[] { 1f, None }), torch.tensor(new[] { 0.5f, 7 }))).item<float>();
        float one = Create(kind, MissingLabels.Refuse, weight: null)
            .Loss(new(logits.narrow(0, 0, 1), torch.tensor(new[] { 1f }))).item<float>();
        Assert.Equal(one, both, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_label_is_encoded_only_where_it_is_skipped(string kind)
    {
        Assert.True(Create(kind, MissingLabels.Skip, weight: null).TryEncode(null, out float target, out string problem));
        Assert.True(float.IsNaN(target));
        Assert.Equal("", problem);
        Assert.False(Create(kind, MissingLabels.Refuse, weight: null).TryEncode(null, out _, out problem));
        Assert.Equal("expected a label, found a missing value; set the task's missing to \"skip\" to train other tasks on such rows", problem);
        Assert.NotEqual(
            Create(kind, MissingLabels.Skip, weight: null).Encoding, Create(kind, MissingLabels.Refuse, weight: null).Encoding);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Metrics_with_missing_labels_are_those_of_the_other_rows(string kind)
    {
        ITask task = Create(kind, MissingLabels.Skip, weight: null);
        float[] logits = Logits(task, rows: 4).data<float>().ToArray();
        int width = task.Outputs;
        Assert.Equal(
            task.Evaluate(new([.. logits[..width], .. logits[(2 * width)..]], [1, 0, 1])).AsEnumerable(),
            task.Evaluate(new(logits, [1, None, 0, 1])).AsEnumerable());
    }

    private static ITask Create(string kind, MissingLabels missing, string? weight) => kind switch
    {
        "binary" => new BinaryTask(new() { Name = "t", Label = "l", Rows = new() { Missing = missing, Weight = weight } }),
        "binary-positive" => new BinaryTask(new() { Name = "t", Label = "l", Rows = new() { Missing = missing, Weight = weight }, PositiveWeight = 3 }),
        "multiclass" => new MulticlassTask(new() { Name = "t", Label = "l", Classes = ["0", "1", "2"], Rows = new() { Missing = missing, Weight = weight } }),
        "multiclass-classes" => new MulticlassTask(new()
        {
            Name = "t",
            Label = "l",
            Classes = ["0", "1", "2"],
            Rows = new() { Missing = missing, Weight = weight },
            ClassWeights = ImmutableSortedDictionary<string, double>.Empty.Add("1", 3).Add("0", 0.5),
        }),
        _ => new RegressionTask(new()
        {
            Name = "t",
            Label = "l",
            Loss = Enum.Parse<RegressionLoss>(kind, ignoreCase: true),
            Rows = new() { Missing = missing, Weight = weight },
        }),
    };

    private torch.Tensor Logits(ITask task, int rows) => Random.Open("logits").Normal([rows, task.Outputs]).mul(2);

    private static void AssertEqual(torch.Tensor expected, torch.Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.All(
            expected.contiguous().data<float>().Zip(actual.contiguous().data<float>()),
            pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
