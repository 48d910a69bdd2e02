using DuckDB.NET.Native;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Reads the vectors of one column of a result into buffers that it uses again for every chunk.</summary>
internal abstract class VectorReader
{
    /// <summary>The rows of a chunk at most.</summary>
    protected static readonly int ChunkRows = (int)NativeMethods.Helpers.DuckDBVectorSize();

    /// <summary>The values of the chunk that was read last.</summary>
    public abstract TableColumn Column { get; }

    /// <summary>A reader for a column.</summary>
    public static VectorReader For(QueryColumn column) => column switch
    {
        QueryColumn.Text => new TextVectorReader(),
        QueryColumn.Identifier => new IdentifierVectorReader(),
        QueryColumn.Number => new NumberVectorReader(),
        QueryColumn.WrittenNumber => new WrittenNumberVectorReader(),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "This is no kind of column."),
    };

    /// <summary>Reads a vector.</summary>
    /// <param name="vector">The engine's handle of it.</param>
    /// <param name="rows">The number of its values.</param>
    public abstract void Read(nint vector, int rows);

    /// <summary>Whether a row has a value.</summary>
    /// <param name="validity">A bit for each row; null where all have one.</param>
    /// <param name="row">The row.</param>
    protected static unsafe bool IsValid(ulong* validity, int row) =>
        validity is null || (validity[row >> 6] >> (row & 63) & 1) != 0;
}
