using MmoePipeline.Inference.Features;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>Files of vocabularies and scalings, damaged: what is read is what was written, or predictions would silently be others.</summary>
internal sealed class EncodingTarget : IFuzzTarget
{
    private static readonly byte[][] Pieces =
        [[.. " "u8], [.. "1"u8], [.. "\\u0041"u8], [.. "\\ud800"u8], [.. "\"x\","u8], [.. "null"u8], [.. "//\n"u8], [.. "\uFEFF"u8]];

    private static readonly FeatureEncoding Written = new(
        [
            new ColumnVocabulary("town", ["", "Berlin", "K\u00F6ln", "Rome", "\"Santa Fe\""]),
            new ColumnVocabulary("user", ["1", "10", "100"], 64),
        ],
        [new ColumnScaling("age", 38.25, 17.125), new ColumnScaling("wage", -1e-7, 0.1 + 0.2)]);

    private readonly Lazy<byte[]> _whole = new(Write);

    /// <inheritdoc/>
    public string Name => "encoding";

    /// <inheritdoc/>
    public int Share => 10;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        string path = Path.Combine(folder, "encoding.json");
        File.WriteAllBytes(path, Damage.Of(random, _whole.Value, Pieces));
        try
        {
            EncodingFile read = EncodingFile.Read(path);
            return read.NumericScale == NumericScale.Linear && Text(read.Encoding) == Text(Written)
                ? false : throw new FuzzException("another encoding is read than was written");
        }
        catch (BadInputException exception)
        {
            return exception.Message.Length is > 0 and < 2000
                ? true : throw new FuzzException($"a message of {exception.Message.Length} letters");
        }
    }

    private static string Text(FeatureEncoding encoding) => string.Join('\n', [
        .. encoding.Categorical.Select(field => $"{field.Column}\t{field.HashBuckets}\t{string.Join('\t', field.Values)}"),
        .. encoding.Numeric.Select(field => $"{field.Column}\t{field.Mean:R}\t{field.Deviation:R}")]);

    private static byte[] Write()
    {
        string path = Path.GetTempFileName();
        try
        {
            EncodingFile.Create(Written, new FeatureOptions { NumericScale = NumericScale.Linear }).Write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
