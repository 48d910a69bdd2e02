using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Lists;

/// <summary>
/// The elements of a row's list, one after another, without making texts of them: a LIST, or a text that a separator splits. White space around elements of a text doesn't
/// count. A missing value, and an empty text, is an empty list; an element without letters is a missing element.
/// </summary>
internal ref struct ListElements
{
    private readonly ListColumn? _lists;
    private readonly ReadOnlySpan<char> _separator;
    private readonly int _end;
    private ReadOnlySpan<char> _rest;
    private ReadOnlySpan<char> _current;
    private int _place;
    private bool _isOver;

    /// <summary>Stands before the first element.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="separator">What splits a text; null where a text is one element.</param>
    public ListElements(TableColumn column, int row, string? separator)
    {
        _separator = separator;
        if (column is ListColumn lists)
        {
            _lists = lists;
            (int start, _end) = lists.RangeOf(row);
            _place = start - 1;
            return;
        }

        _rest = column.TextAt(row).AsSpan().Trim();
        _isOver = _rest.IsEmpty;
    }

    /// <summary>The element as text; empty for a missing one. Of an element of a list of numbers, a text is made each time.</summary>
    public readonly ReadOnlySpan<char> Current => _lists is null ? _current : _lists.Values.TextAt(_place);

    /// <summary>The element as a number; NaN for one that is missing or none.</summary>
    public readonly double Number => _lists?.Values is NumberColumn numbers ? numbers.Values.Span[_place]
        : double.TryParse(Current, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : double.NaN;

    /// <summary>How many elements a row's list has.</summary>
    public static int Count(TableColumn column, int row, string? separator)
    {
        if (column is ListColumn lists)
        {
            (int start, int end) = lists.RangeOf(row);
            return end - start;
        }

        ReadOnlySpan<char> text = column.TextAt(row).AsSpan().Trim();
        return text.IsEmpty ? 0 : string.IsNullOrEmpty(separator) ? 1 : text.Count(separator) + 1;
    }

    /// <summary>Moves to the next element.</summary>
    /// <returns>False after the last.</returns>
    public bool MoveNext()
    {
        if (_lists is not null)
        {
            _place++;
            return _place < _end;
        }

        if (_isOver)
        {
            return false;
        }

        int next = _separator.IsEmpty ? -1 : _rest.IndexOf(_separator);
        _current = (next < 0 ? _rest : _rest[..next]).Trim();
        _isOver = next < 0;
        _rest = next < 0 ? default : _rest[(next + _separator.Length)..];
        return true;
    }

    /// <summary>Moves over some elements.</summary>
    public void Skip(int count)
    {
        for (int element = 0; element < count; element++)
        {
            MoveNext();
        }
    }
}
