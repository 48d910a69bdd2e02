using CsCheck;
using MmoePipeline.Host.Data;

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
                EncodingFile.Write(File, new FeatureEncoding([.. categorical], [.. numeric]), scale);
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
    [InlineData("", "is no encoding that a run wrote")]
    [InlineData("null", "it is null")]
    [InlineData("""{ "format": 2, "numericScale": "linear", "categorical": [], "numeric": [] }""", "has the format 2, this version of the program reads 1")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [] }""", "numeric")]
    [InlineData("""{ "format": 1, "numericScale": "cubic", "categorical": [], "numeric": [] }""", "numericScale")]
    [InlineData("""{ "format": 1, "numericScale": 0, "categorical": [], "numeric": [] }""", "numericScale")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": null, "numeric": [] }""", "categorical")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [], "numeric": [], "numerc": [] }""", "numerc")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [{ "column": "a", "values": null }], "numeric": [] }""", "values")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [{ "column": "a", "values": ["b", "a"] }], "numeric": [] }""", "the values of 'a' are not in ordinal order, each once")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [{ "column": "a", "values": ["b", "b"] }], "numeric": [] }""", "each once")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [], "numeric": [{ "column": "a", "mean": 0, "deviation": 0 }] }""", "the deviation of 'a' is 0 and its mean 0")]
    [InlineData("""{ "format": 1, "numericScale": "linear", "categorical": [], "numeric": [{ "column": "a", "mean": 1e999, "deviation": 1 }] }""", "")]
    public void What_no_run_wrote_is_refused(string text, string problem)
    {
        System.IO.File.WriteAllText(File, text);
        string message = Assert.Throws<BadInputException>(() => EncodingFile.Read(File)).Message;
        Assert.StartsWith($"{Path.GetRelativePath(".", File)}: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }
}
