using System.Buffers;
using System.Globalization;
using System.Text;

namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>
/// Writes rows of separated values, as the data source reads them: by commas and line feeds, quoted where a text holds such, a missing text
/// as nothing and an empty one as quotes.
/// </summary>
/// <param name="path">The new file.</param>
internal sealed class CsvWriter(string path) : IDisposable
{
    private const int LongestNumber = 32;

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    private readonly StreamWriter _writer = new(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 16) { NewLine = "\n" };
    private bool _isFirst = true;

    /// <summary>Writes a text.</summary>
    public void Write(string? value)
    {
        Separate();
        if (value is null)
        {
            return;
        }

        if (value.Length > 0 && value.AsSpan().IndexOfAny(Quoted) < 0)
        {
            _writer.Write(value);
            return;
        }

        _writer.Write('"');
        _writer.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }

    /// <summary>Writes a number with as many digits as it needs to be read back.</summary>
    public void Write(double value) => WriteNumber(value);

    /// <summary>Writes a whole number.</summary>
    public void Write(long value) => WriteNumber(value);

    /// <summary>Ends a row.</summary>
    public void EndRow()
    {
        _writer.WriteLine();
        _isFirst = true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private void WriteNumber<T>(T value)
        where T : ISpanFormattable
    {
        Separate();
        Span<char> text = stackalloc char[LongestNumber];
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        _writer.Write(text[..length]);
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            _writer.Write(',');
        }

        _isFirst = false;
    }
}
