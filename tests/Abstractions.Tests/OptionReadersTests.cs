using System.Globalization;
using CsCheck;
using MmoePipeline.Configuration;

namespace MmoePipeline.Abstractions.Tests;

public sealed class OptionReadersTests
{
    [Fact]
    public void Every_double_reads_back_from_its_literal() => Gen.Double.Where(double.IsFinite).Sample(value =>
        Nodes.Read<double>(OptionReaders.Number, Nodes.Number(value.ToString("R", CultureInfo.InvariantCulture)))
        == (true, value, ""));

    [Fact]
    public void Every_integer_reads_back_from_its_literal() => Gen.Long.Sample(value =>
        Nodes.Read<long>(OptionReaders.Integer, Nodes.Number(value.ToString(CultureInfo.InvariantCulture))) == (true, value, ""));

    [Theory]
    [InlineData("1e400", "file.json:3:7: a.b: is 1e400, a number that fits is due")]
    [InlineData("-1e400", "file.json:3:7: a.b: is -1e400, a number that fits is due")]
    public void A_number_that_overflows_is_refused(string literal, string problem) =>
        Assert.Equal((false, problem), Problem<double>(OptionReaders.Number, Nodes.Number(literal)));

    [Theory]
    [InlineData("256", "is 256, a whole number from 0 to 255 is due")]
    [InlineData("-1", "is -1, a whole number from 0 to 255 is due")]
    [InlineData("1.5", "is 1.5, a whole number is due")]
    [InlineData("1e2", "is 1e2, a whole number is due")]
    [InlineData("99999999999999999999999999", "is 99999999999999999999999999, a whole number from 0 to 255 is due")]
    public void A_whole_number_has_to_be_whole_and_fit(string literal, string problem) =>
        Assert.Equal((false, $"file.json:3:7: a.b: {problem}"), Problem<byte>(OptionReaders.Integer, Nodes.Number(literal)));

    [Fact]
    public void A_text_is_no_number_and_a_number_no_text()
    {
        Assert.Equal(
            (false, "file.json:3:7: a.b: is \"5\", a whole number is due"),
            Problem<int>(OptionReaders.Integer, Nodes.Of(ConfigurationKind.String, "5")));
        Assert.Equal(
            (false, "file.json:3:7: a.b: is 5, a text is due"), Problem<string>(OptionReaders.Text, Nodes.Number("5")));
    }

    [Fact]
    public void Null_is_a_value_only_where_it_is_allowed()
    {
        ConfigurationNode nothing = Nodes.Of(ConfigurationKind.Null);
        Assert.Equal((true, (int?)null, ""), Nodes.Read(OptionReaders.OrNull<int>(OptionReaders.Integer), nothing));
        Assert.False(Nodes.Read<int>(OptionReaders.Integer, nothing).Read);
    }

    [Fact]
    public void All_bad_items_of_a_list_are_told() => Assert.Equal(
        2,
        Nodes.Read(
                OptionReaders.List<int>(OptionReaders.Integer),
                Nodes.Of(ConfigurationKind.Array, "", Nodes.Number("1"), Nodes.Number("1.5"), Nodes.Of(ConfigurationKind.Null)))
            .Problem.Split('\n').Length);

    [Fact]
    public void A_relative_path_is_meant_from_the_folder_of_its_file() => Assert.Equal(
        Path.GetFullPath("/data/x/y.csv"),
        Nodes.Read<string>(OptionReaders.FilePath, Nodes.Of(ConfigurationKind.String, "x/y.csv")).Value);

    [Fact]
    public void A_misspelt_choice_is_told_with_the_one_that_was_meant()
    {
        OptionReader<int> reader = OptionReaders.Choice<int>(("relu", 1), ("tanh", 2));
        Assert.Equal((true, 2, ""), Nodes.Read(reader, Nodes.Of(ConfigurationKind.String, "tanh")));
        Assert.Equal(
            (false, "file.json:3:7: a.b: is \"rellu\", one of relu, tanh is due; did you mean 'relu'?"),
            Problem(reader, Nodes.Of(ConfigurationKind.String, "rellu")));
    }

    private static (bool Read, string Problem) Problem<T>(OptionReader<T> reader, ConfigurationNode node)
    {
        (bool read, _, string problem) = Nodes.Read(reader, node);
        return (read, problem);
    }
}
