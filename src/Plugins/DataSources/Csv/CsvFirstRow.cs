using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>
/// Reads the values of a file's first row. The engine would look at more rows, rename columns whose names differ in case only, and fail on a
/// bad row further down.
/// </summary>
internal sealed class CsvFirstRow
{
    private readonly byte[] _delimiter;
    private readonly List<string> _values = [];
    private readonly List<byte> _value = [];
    private readonly List<byte> _afterQuote = [];
    private State _state = State.Start;
    private int _spacesAfterQuote;

    private CsvFirstRow(string delimiter) => _delimiter = Encoding.UTF8.GetBytes(delimiter);

    private enum State
    {
        Start,

        /// <summary>After one space, which belongs to the value unless a quote follows.</summary>
        Space,
        Unquoted,
        Quoted,
        Closed,

    }

    /// <summary>The values; empty where the file is empty or its first line is.</summary>
    /// <param name="format">The file.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <exception cref="BadInputException">The row is not UTF-8, too long, or its quotes are wrong.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">Its compression is damaged.</exception>
    public static ImmutableArray<string> Read(CsvFormat format, string file)
    {
        using Stream stream = CompressedFile.Open(format.Path);
        var row = new CsvFirstRow(format.Delimiter);
        int length = 0;
        for (int next; (next = stream.ReadByte()) >= 0 && (row._state == State.Quoted || next is not ('\n' or '\r'));)
        {
            if (++length >= CsvQuery.LongestLine)
            {
                throw new BadInputException(CsvCodes.LineTooLong, $"{file}:1", $"is longer than {CsvQuery.LongestLine} bytes, the most that can be read; a quote that is never closed makes such lines too.");
            }

            row.Take((byte)next, file);
            if (length == Encoding.UTF8.Preamble.Length && CollectionsMarshal.AsSpan(row._value).SequenceEqual(Encoding.UTF8.Preamble))
            {
                row._value.Clear();
                (row._state, length) = (State.Start, 0);
            }
        }

        return length == 0 ? [] : row.Finish(file);
    }

    private void Take(byte next, string file)
    {
        switch (_state)
        {
            case State.Start or State.Space when next == '"':
                _value.Clear();
                _state = State.Quoted;
                break;
            case State.Start when next == ' ' && _delimiter[0] != ' ':
                _value.Add(next);
                _state = State.Space;
                break;
            case State.Quoted when next == '"':
                _state = State.Closed;
                break;
            case State.Closed when next == '"' && _afterQuote.Count == 0:
                _value.AddRange(_spacesAfterQuote == 0 ? [next] : Enumerable.Repeat((byte)' ', _spacesAfterQuote));
                (_state, _spacesAfterQuote) = (State.Quoted, 0);
                break;
            case State.Closed when next == ' ' && _afterQuote.Count == 0 && _delimiter[0] != ' ':
                _spacesAfterQuote++;
                break;
            case State.Closed:
                _afterQuote.Add(next);
                if (!_delimiter.AsSpan().StartsWith(CollectionsMarshal.AsSpan(_afterQuote)))
                {
                    throw WrongQuotes(file);
                }

                if (_afterQuote.Count == _delimiter.Length)
                {
                    Add(file);
                }

                break;
            default:
                _value.Add(next);
                _state = _state == State.Quoted ? State.Quoted : State.Unquoted;
                if (_state == State.Unquoted && CollectionsMarshal.AsSpan(_value).EndsWith(_delimiter))
                {
                    _value.RemoveRange(_value.Count - _delimiter.Length, _delimiter.Length);
                    Add(file);
                }

                break;
        }
    }

    private ImmutableArray<string> Finish(string file)
    {
        if (_state == State.Quoted || _afterQuote.Count > 0)
        {
            throw WrongQuotes(file);
        }

        Add(file);
        return [.. _values];
    }

    private void Add(string file)
    {
        ReadOnlySpan<byte> value = CollectionsMarshal.AsSpan(_value);
        if (!Utf8.IsValid(value))
        {
            throw new BadInputException(CsvCodes.NotUtf8, $"{file}:1", $"{CsvFault.WrongEncoding}.");
        }

        _values.Add(Encoding.UTF8.GetString(value));
        _value.Clear();
        _afterQuote.Clear();
        _spacesAfterQuote = 0;
        _state = State.Start;
    }

    private static BadInputException WrongQuotes(string file) => new(
        CsvCodes.WrongQuotes,
        $"{file}:1",
        "its quotes are wrong: expected a delimiter or the end of the line after each closing quote, and every quote closed.");
}
