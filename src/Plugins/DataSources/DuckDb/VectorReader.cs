using System.Text;
using System.Text.Unicode;
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

    /// <summary>Whether the values of a vector of a type lie in memory as this reader expects them.</summary>
    /// <param name="type">The logical type.</param>
    protected abstract bool CanRead(DuckDBType type);

    /// <summary>A reader for a column.</summary>
    public static VectorReader For(QueryColumn column) => column switch
    {
        QueryColumn.Text => new TextVectorReader(),
        QueryColumn.Identifier => new IdentifierVectorReader(),
        QueryColumn.Whole => new WholeVectorReader(),
        QueryColumn.Number => new NumberVectorReader(),
        QueryColumn.WrittenNumber => new WrittenNumberVectorReader(),
        QueryColumn.TextList => new ListVectorReader(new TextVectorReader()),
        QueryColumn.WholeList => new ListVectorReader(new WholeVectorReader()),
        QueryColumn.NumberList => new ListVectorReader(new NumberVectorReader()),
        QueryColumn.WrittenNumberList => new ListVectorReader(new WrittenNumberVectorReader()),
        QueryColumn.Key => new KeyVectorReader(),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "This is no kind of column."),
    };

    /// <summary>Reads a vector, after its type was checked: values of another type would be read as addresses of memory.</summary>
    /// <param name="vector">The engine's handle of it.</param>
    /// <param name="rows">The number of its values.</param>
    /// <exception cref="EngineException">The vector is not of the type that this reader reads, or has too many values.</exception>
    /// <exception cref="InvalidTextException">A text is not UTF-8.</exception>
    /// <exception cref="RepeatedKeyException">A row has the key of the row before it, where keys are read.</exception>
    public void Read(nint vector, int rows)
    {
        RequireType(vector, rows);
        if (rows < 0 || rows > ChunkRows)
        {
            throw new EngineException($"The engine gives {rows} rows in a chunk; expected at most {ChunkRows}.");
        }

        ReadRows(vector, rows);
    }

    /// <summary>Requires that the values of a vector are of a type that this reader reads.</summary>
    /// <param name="vector">The engine's handle of it.</param>
    /// <param name="values">The number of its values, for the message.</param>
    /// <exception cref="EngineException">They are not.</exception>
    public void RequireType(nint vector, long values)
    {
        using DuckDBLogicalType logical = NativeMethods.Vectors.DuckDBVectorGetColumnType(vector);
        DuckDBType type = NativeMethods.LogicalType.DuckDBGetTypeId(logical);
        if (!CanRead(type))
        {
            throw new EngineException($"The engine gives {values} values of type {type}, which {GetType().Name} can't read.");
        }
    }

    /// <summary>Reads a vector whose type was checked.</summary>
    /// <param name="vector">The engine's handle of it.</param>
    /// <param name="rows">The number of its values.</param>
    protected abstract void ReadRows(nint vector, int rows);

    /// <summary>Whether a vector of a type holds texts as <see cref="VectorText"/>: a BLOB is laid out as a VARCHAR is.</summary>
    protected static bool IsText(DuckDBType type) => type is DuckDBType.Varchar or DuckDBType.Blob;

    /// <summary>A text of a row.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="row">The row of the chunk, or the place in a list's values.</param>
    /// <exception cref="InvalidTextException">The bytes are not UTF-8.</exception>
    protected static string Decode(ReadOnlySpan<byte> utf8, int row) =>
        Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new InvalidTextException(row);

    /// <summary>Whether a row has a value.</summary>
    /// <param name="validity">A bit for each row; null where all have one.</param>
    /// <param name="row">The row.</param>
    protected static unsafe bool IsValid(ulong* validity, int row) =>
        validity is null || (validity[row >> 6] >> (row & 63) & 1) != 0;
}
