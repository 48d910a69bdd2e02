using CsCheck;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Rules;

namespace MmoePipeline.Abstractions.Tests.Configuration;

public sealed class OptionRulesTests
{
    [Theory]
    [InlineData(false, false, "0", "", "must be at least 0 and at most 1")]
    [InlineData(true, false, "0", "is 0, must be more than 0 and at most 1", "must be more than 0 and at most 1")]
    [InlineData(false, true, "1", "is 1, must be at least 0 and less than 1", "must be at least 0 and less than 1")]
    [InlineData(false, false, "1.25", "is 1.25, must be at least 0 and at most 1", "must be at least 0 and at most 1")]
    [InlineData(false, false, "-1", "is -1, must be at least 0 and at most 1", "must be at least 0 and at most 1")]
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
        "is \"01:00:00\", must be less than 00:30:00",
        Nodes.Problem(
            OptionForms.Duration(OptionRules.Range<TimeSpan>(null, TimeSpan.FromMinutes(30), maximumIsExclusive: true)), Nodes.Text("01:00:00")));

    [Theory]
    [InlineData("abc", "")]
    [InlineData("a", "is \"a\", must have 2 to 3 characters")]
    [InlineData("abcd", "is \"abcd\", must have 2 to 3 characters")]
    [InlineData("ab\n", "is \"ab\\n\", must match [a-z]+")]
    [InlineData("ab1", "is \"ab1\", must match [a-z]+")]
    [InlineData("A", "is \"A\", must have 2 to 3 characters\nis \"A\", must match [a-z]+")]
    public void All_rules_that_a_text_breaks_are_told(string text, string problem) => Assert.Equal(
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
    public void The_number_of_items_is_told_in_words(int minimum, int? maximum, string statement) =>
        Assert.Equal(statement, OptionRules.Items(minimum, maximum).Statement);

    [Fact]
    public void A_bad_item_is_told_where_it_is()
    {
        OptionForm<ImmutableArray<int>> form = OptionForms.List(OptionForms.Integer(OptionRules.Range<int>(1, 9)), OptionRules.Items(3));
        Assert.Equal(
            "a.b.1: is 10, must be at least 1 and at most 9\na.b: must have at least 3 items",
            Nodes.Problem(form, Nodes.Of(System.Text.Json.Nodes.JsonNode.Parse("[5, 10]")), withPath: true));
    }

    [Fact]
    public void Values_can_be_allowed_and_denied()
    {
        OptionForm<long> lanes = OptionForms.Integer(OptionRules.Allowed<long>([1, 2, 4]));
        Assert.Equal("", Nodes.Problem(lanes, Nodes.Number("4")));
        Assert.Equal("is 3, must be one of 1, 2, 4", Nodes.Problem(lanes, Nodes.Number("3")));
        OptionForm<string> letters = OptionForms.Text(OptionRules.Denied<string>(["a", "b\"c"]));
        Assert.Equal("", Nodes.Problem(letters, Nodes.Text("b")));
        Assert.Equal("is \"a\", must be none of \"a\", \"b\\\"c\"", Nodes.Problem(letters, Nodes.Text("a")));
    }

    [Fact]
    public void The_authors_words_take_the_place_of_the_usual_ones() => Assert.Equal(
        "is 7: even numbers only", Nodes.Problem(OptionForms.Integer(OptionRules.Denied<int>([7], "even numbers only")), Nodes.Number("7")));
}
