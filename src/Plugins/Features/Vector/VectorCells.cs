using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Reads the vectors of rows. Immutable; any number of threads may use it.</summary>
/// <param name="name">The column's name.</param>
/// <param name="length">How many numbers a vector has.</param>
/// <param name="separator">What is between the numbers of a text; null for lists.</param>
internal sealed class VectorCells(string name, int length, string? separator)
{
    /// <summary>How many numbers a vector has.</summary>
    public int Length => length;

    /// <summary>Reads a vector.</summary>
    /// <param name="column">The column of a chunk.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="vector">Gets the numbers of a vector that is there.</param>
    public VectorCell Read(TableColumn column, int row, Span<double> vector)
    {
        if (column is ListColumn lists)
        {
            return lists.IsMissing(row) ? VectorCell.Missing : ReadList(lists, row, vector);
        }

        if (column.TextAt(row) is not { Length: > 0 } text)
        {
            return VectorCell.Missing;
        }

        return separator is not null || length == 1 ? ReadText(text, vector) : VectorCell.NotAList;
    }

    /// <summary>What is wrong with a row.</summary>
    /// <param name="column">The column of a chunk.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="cell">What it has.</param>
    public FeatureFault Fault(TableColumn column, int row, VectorCell cell)
    {
        string found = CellText.Quote(column.TextAt(row) ?? "");
        string expected = $"expected {(separator is null ? "a list of " : "")}{Numbers(length)}{(separator is null ? "" : $" with {CellText.Quote(separator)} between them")}";
        return cell switch
        {
            VectorCell.Missing => new FeatureFault(row, name, FeatureCodes.MissingValue, $"{expected}, found a missing value"),
            VectorCell.NotAList => new FeatureFault(row, name, FeatureCodes.WrongShape, $"{expected}, found the single value {found}; for texts, set separator"),
            VectorCell.WrongLength => new FeatureFault(row, name, FeatureCodes.WrongVector, $"{expected}, found {Numbers(LengthOf(column, row))}: {found}"),
            VectorCell.NotANumber => new FeatureFault(row, name, FeatureCodes.WrongVector, $"{expected}, each finite as float32, found {found}"),
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, "There is nothing wrong with the row."),
        };
    }

    private VectorCell ReadList(ListColumn lists, int row, Span<double> vector)
    {
        (int start, int end) = lists.RangeOf(row);
        if (end - start != length)
        {
            return VectorCell.WrongLength;
        }

        if (lists.Values is NumberColumn numbers)
        {
            numbers.Values.Span[start..end].CopyTo(vector);
        }
        else
        {
            for (int index = 0; index < length; index++)
            {
                vector[index] = double.TryParse(lists.Values.TextAt(start + index), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
            }
        }

        foreach (double value in vector)
        {
            if (!float.IsFinite((float)value))
            {
                return VectorCell.NotANumber;
            }
        }

        return VectorCell.Present;
    }

    private VectorCell ReadText(ReadOnlySpan<char> text, Span<double> vector)
    {
        int count = 0;
        bool isNumber = true;
        ReadOnlySpan<char> rest = text;
        while (true)
        {
            int end = separator is null ? -1 : rest.IndexOf(separator, StringComparison.Ordinal);
            if (count < length)
            {
                isNumber &= double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out vector[count]) && float.IsFinite((float)vector[count]);
            }

            count++;
            if (end < 0)
            {
                return count != length ? VectorCell.WrongLength : isNumber ? VectorCell.Present : VectorCell.NotANumber;
            }

            rest = rest[(end + separator!.Length)..];
        }
    }

    private int LengthOf(TableColumn column, int row)
    {
        if (column is ListColumn lists)
        {
            (int start, int end) = lists.RangeOf(row);
            return end - start;
        }

        return separator is null ? 1 : column.TextAt(row)!.Split(separator).Length;
    }

    private static string Numbers(int count) => count == 1 ? "1 number" : string.Create(CultureInfo.InvariantCulture, $"{count} numbers");
}
