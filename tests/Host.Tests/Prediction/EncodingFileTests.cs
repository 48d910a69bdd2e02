using CsCheck;
using MmoePipeline.Inference.Features;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.Prediction;

public sealed class EncodingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-encoding").FullName;

    private string File => Path.Combine(_folder, "encoding.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_what_was_written()
    {
        Gen<string> text = Gen.String[Gen.Char[' ', '\ud7ff'], 0, 9];
        Gen<ColumnVocabulary> vocabulary = Gen.Select(text, text.Array[0, 20], (name, values) =>
            new ColumnVocabulary(name, [.. values.Distinct().Order(StringComparer.Ordinal)]));
        Gen<ColumnScaling> scaling = Gen.Select(text, Gen.Double.Where(double.IsFinite), Gen.Double[1e-300, 1e300], (name, mean, deviation) =>
            new ColumnScaling(name, mean, deviation));
        Gen.Select(vocabulary.Array[0, 4], scaling.Array[0, 4], Gen.Enum<NumericScale>()).Sample(
            (categorical, numeric, scale) =>
            {
                EncodingFile.Create(new FeatureEncoding([.. categorical], [.. numeric]), new FeatureOptions { NumericScale = scale }).Write(File);
                EncodingFile read = EncodingFile.Read(File);
                Assert.Equal(scale, read.NumericScale);
                Assert.Equal(numeric, read.Numeric.AsEnumerable());
                Assert.Equal(categorical.Select(field => field.Column), read.Categorical.Select(field => field.Column));
                Assert.All(categorical.Zip(read.Categorical), pair => Assert.Equal(pair.First.Values.AsEnumerable(), pair.Second.Values));
                Assert.Equal([File], Directory.EnumerateFiles(_folder));
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "it is null")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [], "numeric": [] }""", "format 3")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [] }""", "numeric")]
    [InlineData("""{ "format": 3, "numericScale": "cubic", "categorical": [], "numeric": [] }""", "numericScale")]
    [InlineData("""{ "format": 3, "numericScale": 0, "categorical": [], "numeric": [] }""", "numericScale")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": null, "numeric": [] }""", "categorical")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [], "numeric": [], "numerc": [] }""", "numerc")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [{ "column": "a", "values": null }], "numeric": [] }""", "values")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [{ "column": "a", "values": ["b", "a"] }], "numeric": [] }""", "the values of 'a' are not in ordinal order, each once")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [{ "column": "a", "values": ["b", "b"] }], "numeric": [] }""", "each once")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [], "numeric": [{ "column": "a", "mean": 0, "deviation": 0 }] }""", "the deviation of 'a' is 0 and its mean 0")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [], "numeric": [{ "column": "a", "mean": 1e999, "deviation": 1 }] }""", "")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [], "numeric": [] }""", "has no checksum")]
    [InlineData("""{ "format": 3, "numericScale": "linear", "categorical": [], "numeric": [], "checksum": "xxh128:0" }""", "is not as it was written: the checksum of its values is different")]
    public void What_no_run_wrote_is_refused(string text, string problem)
    {
        System.IO.File.WriteAllText(File, text);
        BadInputException exception = ProblemAssert.Throws(() => EncodingFile.Read(File), $"MMOE2420 {Path.GetRelativePath(".", File)}");
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_that_a_transfer_changed_do_not_matter()
    {
        EncodingFile.Create(
            new FeatureEncoding([new ColumnVocabulary("town", ["two\nlines"])], [new ColumnScaling("age", -0.0, double.Epsilon)]), new FeatureOptions { NumericScale = NumericScale.Linear }).Write(File);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).ReplaceLineEndings("\r\n"));
        EncodingFile read = EncodingFile.Read(File);
        Assert.Equal("two\nlines", read.Categorical[0].Values.Single());
        Assert.Equal(new ColumnScaling("age", -0.0, double.Epsilon), read.Numeric[0]);
    }

    /// <summary>Where the text is JSON still, and of the right form: a letter of a category, a digit of a mean, a scale, a number of buckets.</summary>
    [Theory]
    [InlineData("Berlin", "Berlim")]
    [InlineData("0.25", "0.26")]
    [InlineData("1.5", "15")]
    [InlineData("linear", "logarithm")]
    [InlineData("\"hashBuckets\": 3", "\"hashBuckets\": 2")]
    [InlineData("\"town\"", "\"tows\"")]
    [InlineData("\"Berlin\",", "")]
    public void What_was_changed_is_refused(string text, string change)
    {
        EncodingFile.Create(
            new FeatureEncoding([new ColumnVocabulary("town", ["", "Berlin", "Rome"], 3)], [new ColumnScaling("age", 0.25, 1.5)]),
            new FeatureOptions { NumericScale = NumericScale.Linear }).Write(File);
        string whole = System.IO.File.ReadAllText(File);
        Assert.Contains(text, whole, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, whole.Replace(text, change, StringComparison.Ordinal));
        ProblemAssert.Throws(() => EncodingFile.Read(File), $"MMOE2420 {Path.GetRelativePath(".", File)}");
    }
}
