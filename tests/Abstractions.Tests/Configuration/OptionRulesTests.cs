using CsCheck;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Abstractions.Tests.Configuration;

public sealed class OptionRulesTests
{
    [Theory]
    [InlineData(false, false, "0", "", "must be at least 0 and at most 1")]
    [InlineData(true, false, "0", "MMOE1104", "must be more than 0 and at most 1")]
    [InlineData(false, true, "1", "MMOE1104", "must be at least 0 and less than 1")]
    [InlineData(false, false, "1.25", "MMOE1104", "must be at least 0 and at most 1")]
    [InlineData(false, false, "-1", "MMOE1104", "must be at least 0 and at most 1")]
    public void A_range_holds_its_ends_unless_they_are_exclusive(
        bool minimumIsExclusive, bool maximumIsExclusive, string literal, string problem, string statement)
    {
        RangeRule<double> rule = OptionRules.Range<double>(0, 1, minimumIsExclusive, maximumIsExclusive);
        Assert.Equal(problem, Nodes.Problem(OptionForms.Number(rule), Nodes.Number(literal)));
        Assert.Equal(statement, rule.Statement);
    }

    [Theory]
    [InlineData(1, null, "must be at least 1")]
    [InlineData(null, 9, "must be at most 9")]
    public void A_range_may_be_open(int? minimum, int? maximum, string statement) =>
        Assert.Equal(statement, OptionRules.Range(minimum, maximum).Statement);

    [Fact]
    public void A_range_holds_what_lies_between_its_ends() => Gen.Select(Gen.Int, Gen.Int, Gen.Int).Sample((low, high, value) =>
        OptionRules.Range<int>(low, high).Holds(value) == (low <= value && value <= high)
        && OptionRules.Range<int>(low, high, true, true).Holds(value) == (low < value && value < high));

    [Fact]
    public void Durations_have_ranges_too() => Assert.Equal(
        "MMOE1104",
        Nodes.Problem(
            OptionForms.Duration(OptionRules.Range<TimeSpan>(null, TimeSpan.FromMinutes(30), maximumIsExclusive: true)), Nodes.Text("01:00:00")));

    [Theory]
    [InlineData("abc", "")]
    [InlineData("a", "MMOE1105")]
    [InlineData("abcd", "MMOE1105")]
    [InlineData("ab\n", "MMOE1108")]
    [InlineData("ab1", "MMOE1108")]
    [InlineData("A", "MMOE1105\nMMOE1108")]
    public void All_rules_that_a_text_breaks_are_reported(string text, string problem) => Assert.Equal(
        problem, Nodes.Problem(OptionForms.Text(OptionRules.Characters(2, 3), OptionRules.Matches("[a-z]+")), Nodes.Text(text)));

    [Theory]
    [InlineData("", false)]
    [InlineData(" \t\n", false)]
    [InlineData(" a ", true)]
    public void Blank_is_less_than_a_letter(string text, bool holds) => Assert.Equal(holds, OptionRules.NotBlank().Holds(text));

    [Fact]
    public void A_pattern_that_would_search_forever_is_not_matched() =>
        Assert.False(OptionRules.Matches("(a+)+b").Holds(new string('a', 60)));

    [Theory]
    [InlineData(1, null, "must have at least 1 item")]
    [InlineData(2, null, "must have at least 2 items")]
    [InlineData(0, 4, "must have at most 4 items")]
    [InlineData(1, 4, "must have 1 to 4 items")]
    [InlineData(3, 3, "must have 3 items")]
    public void The_number_of_items_is_written_in_words(int minimum, int? maximum, string statement) =>
        Assert.Equal(statement, OptionRules.Items(minimum, maximum).Statement);

    [Fact]
    public void An_invalid_item_is_reported_where_it_is()
    {
        OptionForm<ImmutableArray<int>> form = OptionForms.List(OptionForms.Integer(OptionRules.Range<int>(1, 9)), OptionRules.Items(3));
        Assert.Equal(
            "MMOE1104 a.b.1\nMMOE1106 a.b",
            Nodes.Problem(form, Nodes.Of(System.Text.Json.Nodes.JsonNode.Parse("[5, 10]")), withPath: true));
    }

    [Fact]
    public void Values_can_be_allowed_and_denied()
    {
        OptionForm<long> lanes = OptionForms.Integer(OptionRules.Allowed<long>([1, 2, 4]));
        Assert.Equal("", Nodes.Problem(lanes, Nodes.Number("4")));
        Assert.Equal("MMOE1109", Nodes.Problem(lanes, Nodes.Number("3")));
        OptionForm<string> letters = OptionForms.Text(OptionRules.Denied<string>(["a", "b\"c"]));
        Assert.Equal("", Nodes.Problem(letters, Nodes.Text("b")));
        Assert.Equal("MMOE1109", Nodes.Problem(letters, Nodes.Text("a")));
    }

    [Fact]
    public void The_authors_words_take_the_place_of_the_usual_ones()
    {
        ConfigurationProblem problem = Nodes.Problems(OptionForms.Integer(OptionRules.Denied<int>([7], "even numbers only")), Nodes.Number("7")).Single();
        Assert.Equal(("MMOE1109", "even numbers only"), (problem.Code, problem.Rule));
    }
}
