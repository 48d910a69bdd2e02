using MmoePipeline.Configuration;
using MmoePipeline.Testing.Options;
using MmoePipeline.Testing.Tests.Broken;

namespace MmoePipeline.Testing.Tests;

/// <summary>Each check finds the fault that it is there for, and a plugin without a fault passes all of them.</summary>
public sealed class BrokenPluginTests
{
    public static TheoryData<string> Kinds =>
        ["expert", "gate-regularizer", "loss-weighting", "probe", "task", "optimizer", "learning-rate-schedule", "data-source", "architecture"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_a_fault_nothing_is_found(string kind) => Assert.Empty(Check(kind, "none"));

    [Theory]
    [InlineData("expert", "swapped-axes", ConformanceCheck.Shapes, "expected the shape [2, 7, 3], found [7, 2, 3]")]
    [InlineData("expert", "half-gradient", ConformanceCheck.Gradients, "the gradient of 'map.weight' at entry")]
    [InlineData("expert", "batch-mean", ConformanceCheck.RowIndependence, "with the other rows of the batch")]
    [InlineData("expert", "unseeded", ConformanceCheck.Determinism, "two instances of one seed differ at step 0")]
    [InlineData("expert", "noisy-evaluation", ConformanceCheck.Evaluation, "drew from the random stream 'experts.0.noise'")]
    [InlineData("expert", "hidden-state", ConformanceCheck.State, "gives other results in evaluation mode")]
    [InlineData("expert", "leaking-steps", ConformanceCheck.Disposal, "5 steps leave 5 tensors behind")]
    [InlineData("expert", "leaking-bank", ConformanceCheck.Disposal, "tensors behind when it is disposed")]
    [InlineData("expert", "alike", ConformanceCheck.Promises, "experts 0 and 1 start alike")]
    [InlineData("expert", "throwing", ConformanceCheck.Shapes, "threw NotSupportedException at MmoePipeline.Testing.Tests.Broken.BrokenExperts.Bank.Forward(Tensor input) in ")]
    [InlineData("expert", "throwing", ConformanceCheck.Shapes, "BrokenExperts.cs:line 65: not on my watch")]
    [InlineData("expert", "throwing-inside", ConformanceCheck.Shapes, "threw InvalidOperationException at MmoePipeline.Testing.Tests.Broken.BrokenExperts.Bank.Converted(Tensor output, Scalar rate) in ")]
    [InlineData("expert", "throwing-natively", ConformanceCheck.Shapes, "BrokenExperts.cs:line 64: ")]
    [InlineData("expert", "refusing", ConformanceCheck.Shapes, "refuses every place that it was put in")]
    [InlineData("gate-regularizer", "swapped-axes", ConformanceCheck.Shapes, "leaves weights of shape [1, 4, 2], expected [1, 2, 4]")]
    [InlineData("gate-regularizer", "vector-penalty", ConformanceCheck.Shapes, "penalty: expected the shape [], found [4]")]
    [InlineData("gate-regularizer", "half-gradient", ConformanceCheck.Gradients, "the gradient of '0.weight' at entry")]
    [InlineData("gate-regularizer", "batch-mean", ConformanceCheck.RowIndependence, "with the other rows of the batch")]
    [InlineData("gate-regularizer", "unseeded", ConformanceCheck.Determinism, "two instances of one seed differ")]
    [InlineData("gate-regularizer", "following-evaluation", ConformanceCheck.Evaluation, "a pass in evaluation mode changed 'regularizer0.mean'")]
    [InlineData("gate-regularizer", "hidden-state", ConformanceCheck.State, "does not go on as the other does")]
    [InlineData("gate-regularizer", "leaking-steps", ConformanceCheck.Disposal, "5 tensors behind")]
    [InlineData("loss-weighting", "vector", ConformanceCheck.Shapes, "combined loss: expected the shape [], found [2]")]
    [InlineData("loss-weighting", "outside-of-graph", ConformanceCheck.Shapes, "outside of the graph")]
    [InlineData("loss-weighting", "wrong-weights", ConformanceCheck.Gradients, "and CurrentWeights says [1, 1]")]
    [InlineData("loss-weighting", "zero-loss", ConformanceCheck.Sizes, "in it the first task has no label")]
    [InlineData("loss-weighting", "unseeded", ConformanceCheck.Determinism, "two instances of one seed differ")]
    [InlineData("loss-weighting", "hidden-state", ConformanceCheck.State, "does not go on as the other does")]
    [InlineData("loss-weighting", "late-buffer", ConformanceCheck.State, "the saved state does not fit a fresh instance")]
    [InlineData("loss-weighting", "leaking-steps", ConformanceCheck.Disposal, "5 tensors behind")]
    [InlineData("loss-weighting", "own-weights", ConformanceCheck.Promises, "can't continue after its caller disposed of CurrentWeights()")]
    [InlineData("probe", "new-names", ConformanceCheck.Shapes, "names are the same in every epoch")]
    [InlineData("probe", "unseeded", ConformanceCheck.Determinism, "the figures of epoch 1 differ")]
    [InlineData("probe", "meddling", ConformanceCheck.Evaluation, "a probe changes nothing")]
    [InlineData("probe", "foreign-stream", ConformanceCheck.Evaluation, "draws from the random stream 'mine'")]
    [InlineData("probe", "forgotten-counter", ConformanceCheck.State, "after a resume the probe's figures of the epoch are not those of the run without a stop; ExchangeState leaves out")]
    [InlineData("probe", "deaf-to-state", ConformanceCheck.State, "'plugin.steps' is not the same after it was saved and loaded")]
    [InlineData("probe", "changed-by-saving", ConformanceCheck.State, "'plugin.steps' is another when it is saved a second time")]
    [InlineData("probe", "leaking-epochs", ConformanceCheck.Disposal, "two epochs leave")]
    [InlineData("probe", "two-findings", ConformanceCheck.Promises, "there are 2 findings about slow-task")]
    [InlineData("probe", "odd-issue", ConformanceCheck.Promises, "there is a finding about 'Odd issue'")]
    [InlineData("task", "overflow", ConformanceCheck.Shapes, "logits of 200 and -200: the result has values that are not finite")]
    [InlineData("task", "half-gradient", ConformanceCheck.Gradients, "the gradient of 'logits'")]
    [InlineData("task", "unseeded", ConformanceCheck.Determinism, "the metrics of the same rows differ")]
    [InlineData("task", "leaking-steps", ConformanceCheck.Disposal, "a task keeps none")]
    [InlineData("task", "batch-mean", ConformanceCheck.Promises, "a row alone is predicted otherwise than among others")]
    [InlineData("task", "gap", ConformanceCheck.Promises, "6 values are predicted for 7 rows and the columns [broken]")]
    [InlineData("task", "sum", ConformanceCheck.Promises, "the loss is the rows' mean")]
    [InlineData("optimizer", "unseeded", ConformanceCheck.Determinism, "two instances of one seed differ")]
    [InlineData("optimizer", "hidden-state", ConformanceCheck.State, "does not go on as the other does")]
    [InlineData("optimizer", "leaking-steps", ConformanceCheck.Disposal, "tensors behind")]
    [InlineData("optimizer", "own-rate", ConformanceCheck.Promises, "a learning-rate factor of 0 moves 'matrix'")]
    [InlineData("optimizer", "exploding", ConformanceCheck.Shapes, "values that are not finite")]
    [InlineData("learning-rate-schedule", "negative", ConformanceCheck.Shapes, "expected a number that is not negative")]
    [InlineData("learning-rate-schedule", "counting", ConformanceCheck.Determinism, "a schedule has no state")]
    [InlineData("split", "gap", ConformanceCheck.Shapes, "assigns a row to '7'")]
    [InlineData("split", "unseeded", ConformanceCheck.Determinism, "two instances assign the same rows otherwise")]
    [InlineData("split", "counting", ConformanceCheck.Determinism, "chunks of 7")]
    [InlineData("split", "foreign-stream", ConformanceCheck.Promises, "which is not one of its columns")]
    [InlineData("data-source", "gap", ConformanceCheck.Shapes, "a chunk begins at row 4 and has 1 rows; expected row 3")]
    [InlineData("data-source", "unseeded", ConformanceCheck.Determinism, "two readings of the table as Text differ")]
    [InlineData("data-source", "crossed-lists", ConformanceCheck.Shapes, "read as TextList, lists end before they start, or behind their values")]
    [InlineData("data-source", "unasked-lists", ConformanceCheck.Shapes, "read as Number, a column has lists, expected single values")]
    [InlineData("data-source", "deaf", ConformanceCheck.Promises, "a cancelled reading continues")]
    [InlineData("architecture", "transposed", ConformanceCheck.Shapes, "expected the shape")]
    [InlineData("architecture", "half-gradient", ConformanceCheck.Gradients, "the gradient of 'map.weight'")]
    [InlineData("architecture", "batch-mean", ConformanceCheck.RowIndependence, "with the other rows of the batch")]
    [InlineData("architecture", "unseeded", ConformanceCheck.Determinism, "two instances of one seed differ")]
    [InlineData("architecture", "noisy-evaluation", ConformanceCheck.Evaluation, "two passes over the same rows in evaluation mode differ")]
    [InlineData("architecture", "hidden-state", ConformanceCheck.State, "gives other results in evaluation mode")]
    [InlineData("architecture", "leaking-steps", ConformanceCheck.Disposal, "tensors behind")]
    [InlineData("architecture", "no-parts", ConformanceCheck.Promises, "the parts have 0 parameters")]
    public void A_fault_is_found(string kind, string fault, ConformanceCheck check, string problem)
    {
        ImmutableArray<ConformanceFailure> failures = Check(kind, fault);
        Assert.True(
            failures.Any(failure => failure.Check == check && failure.Problem.Contains(problem, StringComparison.Ordinal)),
            string.Join(Environment.NewLine, failures));
    }

    /// <summary>The same counter that fails as a hidden state.</summary>
    [Fact]
    public void A_counter_that_is_saved_is_no_fault() => Assert.DoesNotContain(
        Check("gate-regularizer", "saved-state"), failure => failure.Check is ConformanceCheck.State or ConformanceCheck.Determinism);

    /// <summary>What is minimised can't be seen in the combined loss of a weighting of gradients: a single task's gradient shows it.</summary>
    [Fact]
    public void A_weighting_of_gradients_is_checked_too()
    {
        ConformanceFailure failure = Assert.Single(PluginConformance.Check(
            PluginConformance.PluginsOf(typeof(BackwardsWeighting).Assembly).Single(plugin => plugin.Name == "backwards")));
        Assert.Equal(ConformanceCheck.Gradients, failure.Check);
    }

    [Fact]
    public void The_exception_lists_everything()
    {
        ConformanceException exception = Assert.Throws<ConformanceException>(() => PluginConformance.Verify<UndocumentedExperts>());
        Assert.Equal(
            string.Join(
                Environment.NewLine,
                "expert undocumented fails 3 of its checks:",
                "  Documentation: the class has no summary; 'mmoe plugins' shows it. Is GenerateDocumentationFile true?",
                "  Documentation: the option 'count' has no summary.",
                "  Options: the defaults are not valid: MMOE1114 configuration: count: must be more; found 1; options that have to be there are given in "
                + "ConformanceOptions.Configuration."),
            exception.Message);
    }

    [Fact]
    public void An_exception_is_named_with_its_reason_and_does_not_outlive_it()
    {
        var options = new ConformanceOptions
        {
            Configuration = """{ "fault": "alike" }""",
            Exceptions = ImmutableDictionary<ConformanceCheck, string>.Empty.Add(ConformanceCheck.Promises, "they are twins"),
        };
        PluginConformance.Verify<BrokenExperts>(options);
        ConformanceFailure failure = Assert.Single(PluginConformance.Check(Plugin("expert"), options with { Configuration = "{}" }));
        Assert.Equal(
            new ConformanceFailure(ConformanceCheck.Promises, "passes, so that there need be no exception because 'they are twins'."), failure);
    }

    [Fact]
    public void Other_classes_are_no_plugins() => Assert.StartsWith(
        "System.String is not a plugin: it is not in the catalogue of System.Private.CoreLib.",
        Assert.Throws<ArgumentException>(() => PluginConformance.Verify<string>()).Message,
        StringComparison.Ordinal);

    private static ImmutableArray<ConformanceFailure> Check(string kind, string fault) =>
        PluginConformance.Check(Plugin(kind), new ConformanceOptions { Configuration = $$"""{ "fault": "{{fault}}" }""" });

    private static PluginDescriptor Plugin(string kind) =>
        PluginConformance.PluginsOf(typeof(BrokenExperts).Assembly).Single(plugin => plugin.Kind == kind && plugin.Name == "broken");
}
