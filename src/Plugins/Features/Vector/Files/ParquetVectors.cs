using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Features.Vector.Files;

/// <summary>Reads vectors of a Parquet file: a column of keys and one of lists of numbers.</summary>
internal static class ParquetVectors
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyColumn">The column of keys.</param>
    /// <param name="vectorColumn">The column of vectors.</param>
    /// <exception cref="BadInputException">It can't be read; a key is missing or there twice; or a vector is missing or of another length.</exception>
    public static VectorTable Read(string path, string keyColumn, string vectorColumn)
    {
        using DuckDBConnection engine = DuckDbEngine.Open(path);
        ParquetFile file = ParquetFile.Open(engine, path, hasFolders: false);
        ParquetColumn keys = Column(file, keyColumn);
        ParquetColumn vectors = Column(file, vectorColumn);
        if (keys.Family == ParquetFamily.Nested)
        {
            throw VectorFile.Fault(path, null, $"the column '{keyColumn}' is {keys.Type}; expected one key in each row");
        }

        bool isList = vectors.Type.EndsWith("[]", StringComparison.Ordinal);
        if (!isList || new ParquetColumn("", "", vectors.Type[..^2]).Family is not (ParquetFamily.Fractional or ParquetFamily.Whole or ParquetFamily.Decimal))
        {
            throw VectorFile.Fault(path, null, $"the column '{vectorColumn}' is {vectors.Type}; expected lists of numbers");
        }

        (ImmutableArray<string> texts, int dimension) = Keys(engine, file, keys, vectors);
        return new VectorTable(texts, texts.Length, dimension, Values(engine, file, vectors, texts.Length, dimension));
    }

    private static (ImmutableArray<string> Keys, int Dimension) Keys(DuckDBConnection engine, ParquetFile file, ParquetColumn keys, ParquetColumn vectors)
    {
        bool isNumber = keys.Family == ParquetFamily.Fractional;
        var texts = ImmutableArray.CreateBuilder<string>();
        var rowOfKey = new Dictionary<string, int>(StringComparer.Ordinal);
        int dimension = 0;
        foreach (TableChunk chunk in file.Read(
            engine,
            [(isNumber ? keys.AsNumericCategory : keys.AsCategory, isNumber ? QueryColumn.Number : QueryColumn.Identifier), ($"CAST(len({vectors.Expression}) AS DOUBLE)", QueryColumn.Number)],
            default))
        {
            ReadOnlySpan<double> lengths = ((NumberColumn)chunk.Columns[1]).Values.Span;
            for (int row = 0; row < chunk.RowCount; row++)
            {
                int at = texts.Count;
                if (chunk.Columns[0].TextAt(row) is not { Length: > 0 } key)
                {
                    throw VectorFile.Fault(file.Path, at, "has no key; expected one for each vector");
                }

                if (!rowOfKey.TryAdd(key, at))
                {
                    throw VectorFile.Fault(file.Path, at, $"has the key {CellText.Quote(key)}, as has row {rowOfKey[key] + 1}; expected each key once");
                }

                if (double.IsNaN(lengths[row]))
                {
                    throw VectorFile.Fault(file.Path, at, "has no vector; expected one for each key");
                }

                dimension = at == 0 ? (int)lengths[row] : dimension;
                if (lengths[row] != dimension)
                {
                    throw VectorFile.Fault(file.Path, at, $"has a vector of length {lengths[row]}; expected length {dimension}, as in row 1");
                }

                texts.Add(key);
            }
        }

        return (texts.ToImmutable(), dimension);
    }

    /// <summary>The numbers of all lists one after another; NaN for those that are missing or not finite.</summary>
    private static float[] Values(DuckDBConnection engine, ParquetFile file, ParquetColumn vectors, int rows, int dimension)
    {
        if ((long)rows * dimension > Array.MaxLength)
        {
            throw VectorFile.Fault(file.Path, null, $"has {rows} vectors of length {dimension}; expected at most {Array.MaxLength} numbers");
        }

        float[] values = new float[rows * dimension];
        int next = 0;
        foreach (TableChunk chunk in file.Read(engine, [($"CAST(unnest({vectors.Expression}) AS DOUBLE)", QueryColumn.Number)], default))
        {
            foreach (double value in ((NumberColumn)chunk.Columns[0]).Values.Span[..chunk.RowCount])
            {
                values[next++] = (float)value;
            }
        }

        return next == values.Length ? values : throw VectorFile.Fault(file.Path, null, $"changed while it was read: it has {next} numbers, expected {values.Length}");
    }

    private static ParquetColumn Column(ParquetFile file, string name) => file.Columns.FirstOrDefault(column => column.Name == name) ?? throw VectorFile.Fault(
        file.Path, null, $"there is no column {CellText.Quote(name)}; its columns are {CellText.Cut(string.Join(", ", file.Columns.Select(column => column.Name)), 200)}");
}
