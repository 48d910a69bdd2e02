using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace GeohashFeature;

/// <summary>A place on the earth as a category: the cell of its geohash.</summary>
/// <remarks>
/// <para>
/// Each cell of the training rows has a vector of its own. Places in other cells share row 0 of the table, which starts at zero, and so do rows without a place, whether the
/// latitude, the longitude or both are missing.
/// </para>
/// <para>When to use it: for places whose neighbourhood matters, such as shops and deliveries; with two precisions as two features, a rare cell has the vector of a larger one, too.</para>
/// </remarks>
/// <param name="options">The columns, precision and vectors.</param>
[Plugin("geohash")]
public sealed class GeohashCellFeature(GeohashCellFeatureOptions options) : IFeature
{
    /// <summary>The code of a value that is not a number of degrees in its range.</summary>
    public const string NotDegrees = "GEOHASH1";

    /// <summary>The code of the remark that no training row has a place.</summary>
    public const string NoPlaces = "GEOHASH2";

    private const double LargestLatitude = 90;
    private const double LargestLongitude = 180;

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Latitude, ColumnForm.Number), new(options.Longitude, ColumnForm.Number)];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables =>
        [options.Embedding.ToTable(Name, new TableRows.Learnt(new VocabularyLimits(options.MinimumFrequency, options.MaximumCells, 0)))];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        foreach (int row in rows)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                double largest = column == 0 ? LargestLatitude : LargestLongitude;
                double degrees = Degrees(columns[column], row, out string? text);
                if (double.IsNaN(degrees) ? text is not null : Math.Abs(degrees) > largest)
                {
                    faults.Add(new FeatureFault(
                        row,
                        Columns[column].Name,
                        NotDegrees,
                        string.Create(CultureInfo.InvariantCulture, $"expected degrees from {-largest} to {largest}, found '{text ?? $"{degrees:R}"}'")));
                }
            }
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new Learner(options, vocabularies[0]!);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new Encoder(options.Precision, state.Vocabularies[0]!);

    /// <summary>A row's degrees; NaN where it has none.</summary>
    /// <param name="column">Numbers, or texts where the source has no numbers.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="text">What is there in place of a number; null where the value is missing.</param>
    private static double Degrees(TableColumn column, int row, out string? text)
    {
        if (column is NumberColumn numbers)
        {
            text = numbers.Unreadable?.GetValueOrDefault(row) is { Length: > 0 } found ? found : null;
            return numbers.Values.Span[row];
        }

        text = column.TextAt(row) is { Length: > 0 } written ? written : null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
    }

    /// <summary>Writes the name of a row's cell.</summary>
    /// <returns>Whether the row has a place.</returns>
    private static bool TryWrite(ImmutableArray<TableColumn> columns, int row, Span<char> name)
    {
        double latitude = Degrees(columns[0], row, out _);
        double longitude = Degrees(columns[1], row, out _);
        if (double.IsNaN(latitude) || double.IsNaN(longitude))
        {
            return false;
        }

        Geohash.Write(latitude, longitude, name);
        return true;
    }

    /// <summary>Counts the cells of places.</summary>
    private sealed class Learner(GeohashCellFeatureOptions options, VocabularyLearner cells) : FeatureLearner
    {
        private long _rows;
        private long _places;

        public override ImmutableArray<FeatureRemark> Remarks => _rows > 0 && _places == 0
            ? [new(options.Latitude, NoPlaces, string.Create(CultureInfo.InvariantCulture, $"none of the {_rows:N0} training rows has a latitude and a longitude"))]
            : [];

        public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
        {
            Span<char> name = stackalloc char[options.Precision];
            foreach (int row in rows)
            {
                if (TryWrite(columns, row, name))
                {
                    cells.Add(name);
                    _places++;
                }
            }

            _rows += rows.Length;
        }

        public override void Merge(FeatureLearner other)
        {
            var learner = (Learner)other;
            _rows += learner._rows;
            _places += learner._places;
        }
    }

    /// <summary>Looks cells up. Row 0 is the code of rows that it leaves as they are.</summary>
    private sealed class Encoder(int precision, Vocabulary cells) : FeatureEncoder
    {
        public override FeatureForm Form { get; } = new([0], 0);

        public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells encoded)
        {
            Span<char> name = stackalloc char[precision];
            Span<int> codes = encoded.Codes(0);
            for (int index = 0; index < rows.Length; index++)
            {
                codes[index] = TryWrite(columns, rows[index], name) ? cells.CodeOf(name) : 0;
            }
        }
    }
}
