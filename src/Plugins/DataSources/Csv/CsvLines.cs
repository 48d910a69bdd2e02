using System.Text;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>
/// Finds where each row of a file begins, because a row may hold line ends in quotes and an empty line is no row: the engine counts
/// rows, a person looks for lines.
/// </summary>
/// <remarks>
/// It follows the engine's rules: quotes count at the beginning of a value, where one space may be before them, and after spaces behind a closing
/// quote; a doubled one within quotes is a letter.
/// </remarks>
internal sealed class CsvLines : IDisposable
{
    private const int Quote = '"';
    private const int End = -1;
    private const int BufferBytes = 1 << 16;

    private readonly BufferedStream _file;
    private readonly byte[] _delimiter;

    /// <summary>The last bytes of an unquoted value, as many as the delimiter has.</summary>
    private readonly byte[] _last;
    private readonly bool _skipsEmptyLines;
    private int _next;
    private long _line = 1;
    private long _emptyLines;

    private CsvLines(BufferedStream file, string delimiter, bool skipsEmptyLines)
    {
        _file = file;
        (_delimiter, _skipsEmptyLines) = (Encoding.UTF8.GetBytes(delimiter), skipsEmptyLines);
        _last = new byte[_delimiter.Length];
        Read();
        SkipMark();
    }

    /// <summary>The number of the row that was found last, from 0, a header among them; -1 before the first.</summary>
    public long Row { get; private set; } = -1;

    /// <summary>The line that it begins in, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The line as the engine counts: a row is one, whatever its number of lines, and so is an empty line.</summary>
    public long EngineLine => Row + 1 + _emptyLines;

    /// <summary>What the first line outside of quotes ends in; null where none has ended yet.</summary>
    public string? LineEnd { get; private set; }

    /// <summary>Whether lines ended in different ways.</summary>
    public bool HasMixedEnds { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="format">The file.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static CsvLines Open(CsvFormat format, int columns)
    {
        BufferedStream file = CompressedFile.Open(format.Path);
        try
        {
            return new CsvLines(file, format.Delimiter, skipsEmptyLines: columns > 1);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What the first line outside of quotes ends in; null where none ends, or the file is damaged.</summary>
    /// <param name="format">The file.</param>
    public static string? FirstEnd(CsvFormat format)
    {
        try
        {
            using var lines = Open(format, columns: 2);
            while (lines.LineEnd is null && lines.MoveNext())
            {
            }

            return lines.LineEnd;
        }
        catch (Exception exception) when (CompressedFile.IsDamage(exception))
        {
            // Reading all of it says so.
            return null;
        }
    }

    /// <summary>Finds the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        while (_skipsEmptyLines && _next is '\n' or '\r')
        {
            Note(EndLine());
            _emptyLines++;
        }

        if (_next == End)
        {
            return false;
        }

        (Row, Line) = (Row + 1, _line);
        bool isAtStart = true;
        bool isAfterSpace = false;
        int seen = 0;
        while (_next is not ('\n' or '\r' or End))
        {
            if ((isAtStart || isAfterSpace) && _next == Quote)
            {
                SkipQuoted();
                (isAtStart, isAfterSpace, seen) = (false, false, 0);
                continue;
            }

            isAfterSpace = isAtStart && _next == ' ' && _delimiter[0] != ' ';

            // A delimiter may have several bytes, and only the whole of it ends a value.
            _last.AsSpan(1).CopyTo(_last);
            _last[^1] = (byte)_next;
            isAtStart = ++seen >= _delimiter.Length && _last.AsSpan().SequenceEqual(_delimiter);
            seen = isAtStart ? 0 : seen;
            Read();
        }

        Note(EndLine());
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Skips parts in quotes, with the spaces between and after them.</summary>
    private void SkipQuoted()
    {
        while (_next == Quote)
        {
            SkipPart();
            while (_next == ' ' && _delimiter[0] != ' ')
            {
                Read();
            }
        }
    }

    private void SkipPart()
    {
        Read();
        while (_next != End)
        {
            if (_next == Quote)
            {
                Read();
                if (_next != Quote)
                {
                    return;
                }

                Read();
            }
            else if (_next is '\n' or '\r')
            {
                EndLine();
            }
            else
            {
                Read();
            }
        }
    }

    private string? EndLine()
    {
        if (_next == End)
        {
            return null;
        }

        _line++;
        bool mayBePair = _next == '\r';
        Read();
        if (!mayBePair)
        {
            return "\n";
        }

        if (_next != '\n')
        {
            return "\r";
        }

        Read();
        return "\r\n";
    }

    private void Note(string? end)
    {
        LineEnd ??= end;
        HasMixedEnds |= end is not null && end != LineEnd;
    }

    /// <summary>Skips the byte order mark of UTF-8.</summary>
    private void SkipMark()
    {
        if (_next == 0xEF)
        {
            Read();
            Read();
            Read();
        }
    }

    private void Read() => _next = _file.ReadByte();
}
