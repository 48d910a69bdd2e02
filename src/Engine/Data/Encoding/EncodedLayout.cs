using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>
/// Where the columns of an encoded table are in its file: first the training rows, column by column, then the validation rows,
/// then the test rows, then likewise the elements of named features' lists, and last the lines of rows that were left out. Every column begins at a multiple of <see cref="Alignment"/>.
/// </summary>
internal sealed class EncodedLayout
{
    /// <summary>Bytes of a cache line.</summary>
    private const int Alignment = 64;

    private readonly long[][] _starts;
    private readonly long[][][] _elements;

    /// <summary>Lays columns out.</summary>
    /// <param name="header">What is in the file.</param>
    /// <param name="start">Where the header ends.</param>
    public EncodedLayout(EncodedHeader header, long start)
    {
        Widths =
        [
            .. header.Encoding.Categorical.Select(vocabulary => CodeColumn.WidthFor(vocabulary.Cardinality)),
            .. Enumerable.Repeat(sizeof(float), header.Encoding.Numeric.Length + header.Tasks + header.Weights),
            .. Enumerable.Repeat(sizeof(int), header.Groups),
            sizeof(long),
            .. header.Named.SelectMany(feature => feature.Widths),
        ];
        Start = start;
        long next = start;
        _starts = [.. header.Rows.Select(rows => Widths.Select(width => Place(rows * (long)width)).ToArray())];
        _elements = [.. header.Rows.Select((_, part) => header.Named.Select(feature =>
            feature.ElementWidths.Select(width => Place(feature.Elements[part] * width)).ToArray()).ToArray())];
        Quarantine = next;
        End = next + header.QuarantineBytes;

        long Place(long bytes)
        {
            long aligned = (next + Alignment - 1) / Alignment * Alignment;
            next = aligned + bytes;
            return aligned;
        }
    }

    /// <summary>Bytes of a value, column by column: the categorical fields, the numeric fields, the targets, the weights,
    /// the groups, the rows' numbers, and the named features'.</summary>
    public ImmutableArray<int> Widths { get; }

    /// <summary>Where the header ends.</summary>
    public long Start { get; }

    /// <summary>Where the last column ends, and what is kept of the rows that were left out begins.</summary>
    public long Quarantine { get; }

    /// <summary>Where that ends.</summary>
    public long End { get; }

    /// <summary>Where a column begins.</summary>
    public long StartOf(DataSplit part, int column) => _starts[(int)part][column];

    /// <summary>Where the elements of a named feature's lists begin, column by column.</summary>
    public long[] ElementsOf(DataSplit part, int feature) => _elements[(int)part][feature];
}
