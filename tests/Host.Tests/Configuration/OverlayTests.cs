using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;

namespace MmoePipeline.Host.Tests.Configuration;

public sealed class OverlayTests
{
    private static readonly ConfigurationNode Empty = new()
    {
        Kind = ConfigurationKind.Object,
        Path = "",
        Place = new ConfigurationPlace("f"),
        Folder = ".",
    };

    [Fact]
    public void Variables_match_keys_regardless_of_case_and_arguments_do_not()
    {
        ConfigurationNode tree = Apply(Empty, Argument("training.batchSize=1"));
        tree = Apply(tree, Variable("MMOE__TRAINING__BATCHSIZE", "2"));
        Assert.Equal("2", tree.Member("training")!.Value.Member("batchSize")!.Value.Text);
        tree = Apply(tree, Argument("training.batchsize=3"));
        Assert.Equal("2", tree.Member("training")!.Value.Member("batchSize")!.Value.Text);
        Assert.Equal("3", tree.Member("training")!.Value.Member("batchsize")!.Value.Text);
    }

    [Fact]
    public void A_value_knows_where_it_came_from()
    {
        ConfigurationNode tree = Apply(Empty, Variable("MMOE__run__seed", "5"));
        Assert.Equal("environment variable MMOE__run__seed", tree.Member("run")!.Value.Member("seed")!.Value.Place.ToString());
    }

    [Theory]
    [InlineData("5", ConfigurationKind.Number)]
    [InlineData("true", ConfigurationKind.Boolean)]
    [InlineData("null", ConfigurationKind.Null)]
    [InlineData("[1]", ConfigurationKind.Array)]
    [InlineData("\"5\"", ConfigurationKind.String)]
    [InlineData("shared-bottom", ConfigurationKind.String)]
    [InlineData("0-6", ConfigurationKind.String)]
    [InlineData("", ConfigurationKind.String)]
    public void A_value_is_JSON_or_else_a_text(string text, ConfigurationKind kind) =>
        Assert.Equal(kind, Apply(Empty, Argument($"a={text}")).Member("a")!.Value.Kind);

    [Fact]
    public void Other_variables_are_none_of_ours() => Assert.Empty(Override.FromEnvironment(
        [KeyValuePair.Create("MMOE_HOME", "x"), KeyValuePair.Create("MMOE__", "x"), KeyValuePair.Create("PATH", "x")]));

    [Fact]
    public void JSON_that_was_begun_and_not_ended_is_reported()
    {
        var problems = new List<ConfigurationProblem>();
        new Overlay(problems).Apply(Empty, Argument("a=[1"));
        ProblemAssert.Equal(problems, "MMOE1205 --set a a");
    }

    private static ConfigurationNode Apply(ConfigurationNode tree, Override change)
    {
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode changed = new Overlay(problems).Apply(tree, change);
        Assert.Empty(problems);
        return changed;
    }

    private static Override Argument(string argument) => Override.FromArgument(argument, [])!;

    private static Override Variable(string name, string value) =>
        Override.FromEnvironment([KeyValuePair.Create(name, value)]).Single();
}
