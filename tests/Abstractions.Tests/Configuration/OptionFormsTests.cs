using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Abstractions.Tests.Configuration;

public sealed class OptionFormsTests
{
    [Fact]
    public void Every_double_reads_back_as_it_was_written() => Gen.Double.Where(double.IsFinite).Sample(ReadsBack(OptionForms.Number<double>()));

    [Fact]
    public void Every_half_reads_back_as_it_was_written() =>
        Gen.Float[-60000, 60000].Select(value => (Half)value).Sample(ReadsBack(OptionForms.Number<Half>()));

    [Fact]
    public void Every_decimal_reads_back_as_it_was_written() => Gen.Decimal.Sample(ReadsBack(OptionForms.Number<decimal>()));

    [Fact]
    public void Every_integer_reads_back_as_it_was_written()
    {
        Gen.Long.Sample(ReadsBack(OptionForms.Integer<long>()));
        Gen.ULong.Sample(ReadsBack(OptionForms.Integer<ulong>()));
        Gen.Select(Gen.ULong, Gen.ULong, (upper, lower) => new UInt128(upper, lower)).Sample(ReadsBack(OptionForms.Integer<UInt128>()));
    }

    [Fact]
    public void Every_duration_reads_back_as_it_was_written() => Gen.TimeSpan.Sample(ReadsBack(OptionForms.Duration()));

    [Fact]
    public void Lists_and_objects_read_back_as_they_were_written()
    {
        OptionForm<int> item = OptionForms.Integer<int>();
        Gen.Int.Array.Sample(items => Written(OptionForms.List(item), [.. items]).SequenceEqual(items));
        Gen.Int.Array.Sample(items => Written(OptionForms.ImmutableList(item), [.. items]).SequenceEqual(items));
        Gen.Int.Array.Sample(items => Written(OptionForms.ReadOnlyList(item), items).SequenceEqual(items));
        Gen.Int.Array.Sample(items => Written(OptionForms.Array(item), items).SequenceEqual(items));
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 0, 5], Gen.Int)[0, 5].Sample(members =>
        {
            KeyValuePair<string, int>[] sorted = [.. members.OrderBy(member => member.Key, StringComparer.Ordinal)];
            return Written(OptionForms.Map(item), members.ToImmutableSortedDictionary(StringComparer.Ordinal)).SequenceEqual(sorted)
                && Written(OptionForms.ReadOnlyDictionary(item), members).SequenceEqual(sorted)
                && Written(OptionForms.ImmutableDictionary(item), members.ToImmutableDictionary())
                    .OrderBy(member => member.Key, StringComparer.Ordinal).SequenceEqual(sorted);
        });
    }

    [Fact]
    public void A_list_that_was_never_set_is_written_as_an_empty_one() =>
        Assert.Equal("[]", OptionsWriter.ToJson(OptionForms.List(OptionForms.Boolean), default));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public void A_number_that_overflows_is_refused(string literal) => Assert.Equal(
        "MMOE1101",
        Nodes.Problem(OptionForms.Number<double>(), Nodes.Number(literal)));

    [Fact]
    public void A_number_that_overflows_its_type_is_refused() => Assert.Equal(
        "MMOE1101", Nodes.Problem(OptionForms.Number<float>(), Nodes.Number("1e39")));

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e-1")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999999999")]
    public void A_whole_number_has_to_be_whole_and_fit(string literal) =>
        Assert.Equal("MMOE1101", Nodes.Problem(OptionForms.Integer<byte>(), Nodes.Number(literal)));

    /// <summary>What a JSON schema takes for an integer is one here, so that editor and program agree.</summary>
    [Theory]
    [InlineData("2.0", 2)]
    [InlineData("1e2", 100)]
    [InlineData("1.5e1", 15)]
    [InlineData("-0.0", 0)]
    public void A_number_is_whole_by_its_value(string literal, int value) =>
        Assert.Equal((true, value, ""), Nodes.Read(OptionForms.Integer<int>(), Nodes.Number(literal)));

    [Fact]
    public void A_text_is_no_number_and_a_number_no_text()
    {
        Assert.Equal("MMOE1101", Nodes.Problem(OptionForms.Integer<int>(), Nodes.Text("5")));
        Assert.Equal("MMOE1101", Nodes.Problem(OptionForms.Text(), Nodes.Number("5")));
        Assert.Equal("MMOE1101", Nodes.Problem(OptionForms.Boolean, Nodes.Text("true")));
    }

    [Fact]
    public void A_problem_says_what_is_expected_and_how_to_write_it() => Assert.Equal(
        "MMOE1101 file.json:3:7: a.b: expected a text, found 5; write \"5\"", $"{Nodes.Problems(OptionForms.Text(), Nodes.Number("5")).Single()}");

    [Theory]
    [InlineData("5")]
    [InlineData("00:05")]
    [InlineData("24:00:00")]
    [InlineData(" 00:05:00")]
    [InlineData("00:05:00,5")]
    public void A_duration_has_one_form(string text) => Assert.Equal(
        "MMOE1101", Nodes.Problem(OptionForms.Duration(), Nodes.Text(text)));

    [Fact]
    public void Null_is_a_value_only_where_it_is_allowed()
    {
        ConfigurationNode nothing = Nodes.Of(ConfigurationKind.Null);
        Assert.Equal((true, (int?)null, ""), Nodes.Read(OptionForms.OrNull(OptionForms.Integer<int>()), nothing));
        Assert.Equal((true, (string?)null, ""), Nodes.Read(OptionForms.OrNullReference(OptionForms.Text()), nothing));
        Assert.Equal("MMOE1101", Nodes.Problem(OptionForms.Integer<int>(), nothing));
    }

    [Fact]
    public void All_invalid_items_of_a_list_are_reported() => Assert.Equal(
        2,
        Nodes.Read(
                OptionForms.List(OptionForms.Integer<int>()),
                Nodes.Of(ConfigurationKind.Array, "", Nodes.Number("1"), Nodes.Number("1.5"), Nodes.Of(ConfigurationKind.Null)))
            .Problem.Split('\n').Length);

    [Fact]
    public void A_relative_path_is_meant_from_the_folder_of_its_file() =>
        Assert.Equal(Path.GetFullPath("/data/x/y.csv"), Nodes.Read(OptionForms.FilePath, Nodes.Text("x/y.csv")).Value);

    [Fact]
    public void A_path_says_the_endings_that_its_plugin_is_for_and_takes_others()
    {
        OptionForm<string> form = OptionForms.FileEndingIn(".csv", ".tsv");
        Assert.Equal([".csv", ".tsv"], ((PathOption)form.Type).Endings.AsEnumerable());
        Assert.Equal(Path.GetFullPath("/data/x/y.txt"), Nodes.Read(form, Nodes.Text("x/y.txt")).Value);
    }

    [Fact]
    public void A_misspelt_choice_is_reported_with_the_one_that_was_meant()
    {
        OptionForm<int> form = OptionForms.Choice(("relu", 1), ("tanh", 2));
        Assert.Equal((true, 2, ""), Nodes.Read(form, Nodes.Text("tanh")));
        ConfigurationProblem problem = Nodes.Problems(form, Nodes.Text("rellu")).Single();
        Assert.Equal(("MMOE1110", "relu"), (problem.Code, problem.DidYouMean));
    }

    /// <summary>The culture of the machine has no say: a German one writes 1,5 and separates thousands by points.</summary>
    [Fact]
    public void Numbers_are_those_of_JSON_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        german.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal((true, -1.5, ""), Nodes.Read(OptionForms.Number<double>(), Nodes.Number("-1.5")));
            Assert.Equal("-1.5", OptionsWriter.ToJson(OptionForms.Number<double>(), -1.5));
            Assert.Equal((true, -15, ""), Nodes.Read(OptionForms.Integer<int>(), Nodes.Number("-15")));
            Assert.Equal(
                "MMOE1104",
                Nodes.Problem(OptionForms.Number(OptionRules.Range<double>(-1.5, null)), Nodes.Number("-2.5")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Func<T, bool> ReadsBack<T>(OptionForm<T> form) => value => EqualityComparer<T>.Default.Equals(Written(form, value), value);

    /// <summary>Writes a value as JSON and reads it again.</summary>
    private static T Written<T>(OptionForm<T> form, T value)
    {
        (bool isRight, T again, string problem) = Nodes.Read(form, Nodes.Of(JsonNode.Parse(OptionsWriter.ToJson(form, value))));
        Assert.True(isRight, problem);
        return again;
    }
}
