using System.Runtime.InteropServices;
using MmoePipeline.Data;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>A column of rows' groups while the table is read: groups are numbered as they come.</summary>
/// <param name="name">The column's name.</param>
internal sealed class GroupColumn(string name)
{
    private readonly CellHashes _hashes = new();
    private readonly Dictionary<ulong, int> _numberOfHash = [];
    private ulong[] _hashOfRow = [];

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="numbers">Gets each row's group.</param>
    /// <param name="problems">Gets the rows that have none.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<int> numbers, ChunkProblems problems)
    {
        if (_hashOfRow.Length < rows.Length)
        {
            _hashOfRow = new ulong[rows.Length];
        }

        _hashes.Read(column, rows, _hashOfRow);
        for (int index = 0; index < rows.Length; index++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numberOfHash, _hashOfRow[index], out bool isKnown);
            if (!isKnown)
            {
                number = _numberOfHash.Count - 1;
            }

            numbers[index] = number;
            if (IsMissing(column, rows[index]))
            {
                problems.Add(rows[index], name, DataCodes.MissingGroup, "the group is missing; every row needs one");
            }
        }
    }

    private static bool IsMissing(TableColumn column, int row) => column switch
    {
        CodedTextColumn coded => coded.Codes.Span[row] < 0,
        _ => column.TextAt(row) is null,
    };
}
