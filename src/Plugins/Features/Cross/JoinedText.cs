using System.Buffers;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Cross;

/// <summary>
/// Joins the texts of a row's columns into one that different rows don't share: with <c>|</c> between them, and <c>\|</c> and <c>\\</c> for the characters <c>|</c> and <c>\</c>
/// within a text. It uses one rented buffer for all rows.
/// </summary>
internal sealed class JoinedText : IDisposable
{
    private const char Separator = '|';
    private const char Escape = '\\';

    private char[] _buffer = ArrayPool<char>.Shared.Rent(256);

    /// <summary>The text of a row, valid until the next is asked for; empty where all columns are missing.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="row">The row of the chunk.</param>
    public ReadOnlySpan<char> Of(ImmutableArray<TableColumn> columns, int row)
    {
        int length = 0;
        bool isMissing = true;
        for (int column = 0; column < columns.Length; column++)
        {
            ReadOnlySpan<char> text = columns[column].TextAt(row);
            isMissing &= text.IsEmpty;
            Reserve(length + 1 + (2 * text.Length));
            if (column > 0)
            {
                _buffer[length++] = Separator;
            }

            if (!text.ContainsAny(Separator, Escape))
            {
                text.CopyTo(_buffer.AsSpan(length));
                length += text.Length;
                continue;
            }

            foreach (char character in text)
            {
                if (character is Separator or Escape)
                {
                    _buffer[length++] = Escape;
                }

                _buffer[length++] = character;
            }
        }

        return _buffer.AsSpan(0, isMissing ? 0 : length);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);

    private void Reserve(int length)
    {
        if (length <= _buffer.Length)
        {
            return;
        }

        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(length, 2 * _buffer.Length));
        _buffer.CopyTo(larger, 0);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
