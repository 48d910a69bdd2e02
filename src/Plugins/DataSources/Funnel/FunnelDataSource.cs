using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.Funnel;

/// <summary>A generated funnel: impressions that are clicked or not, and clicks that convert or not.</summary>
/// <remarks>
/// <para>
/// Columns: <c>user</c> and <c>item</c> (<c>u17</c>, <c>i3</c>), <c>device</c> (phone, tablet, desktop), <c>hour</c> (0 to 23),
/// <c>price</c>, <c>click</c> and <c>conversion</c> (0 or 1; a conversion is always a click). The model is that of <see
/// cref="FunnelModel"/>: known, so that what a network can reach at best is known too.
/// </para>
/// <para>
/// When to use it: to try architectures for steps of one way, such as <c>esmm</c> and <c>aitm</c>, without data of your own.
/// </para>
/// </remarks>
[Plugin("funnel")]
public sealed class FunnelDataSource(FunnelDataSourceOptions options) : IDataSource
{
    private const int ChunkRows = 8192;

    private readonly Lazy<FunnelModel> _model = new(() => new FunnelModel(options));

    private static ImmutableArray<string> Names { get; } = ["user", "item", "device", "hour", "price", "click", "conversion"];

    private static string[] Devices { get; } = ["phone", "tablet", "desktop"];

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"generated funnel with seed {options.Seed}");

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"funnel-{FunnelModel.Version}:{options.Rows},{options.Users},{options.Items},{options.ClickRate:R},{options.ConversionRate:R},{options.Seed}");

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => Names;

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        string[] users = Numbered("u", options.Users);
        string[] items = Numbered("i", options.Items);
        string[] numbers = Numbered("", 24);
        var rows = new FunnelRow[ChunkRows];
        for (long first = 0; first < options.Rows; first += ChunkRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(ChunkRows, options.Rows - first);
            for (int row = 0; row < count; row++)
            {
                rows[row] = _model.Value.Row(first + row);
            }

            TableColumn Column(ColumnRequest request) => request.Name switch
            {
                "user" => Coded(row => row.User, users),
                "item" => Coded(row => row.Item, items),
                "device" => Coded(row => row.Device, Devices),
                "price" when request.Form == ColumnForm.Number => Numeric(row => row.Price),
                "price" => new TextColumn(Array.ConvertAll(rows[..count], row => row.Price.ToString("R", CultureInfo.InvariantCulture))),
                "hour" => Whole(request.Form, row => row.Hour),
                "click" => Whole(request.Form, row => row.Click ? 1 : 0),
                "conversion" => Whole(request.Form, row => row.Conversion ? 1 : 0),
                _ => throw new ArgumentException($"There is no column '{request.Name}'.", nameof(columns)),
            };

            TableColumn Whole(ColumnForm form, Func<FunnelRow, int> value) =>
                form == ColumnForm.Number ? Numeric(row => value(row)) : Coded(value, numbers);
            TableColumn Numeric(Func<FunnelRow, double> value) =>
                new NumberColumn(Array.ConvertAll(rows[..count], row => value(row)));
            TableColumn Coded(Func<FunnelRow, int> code, string[] texts) =>
                new CodedTextColumn(Array.ConvertAll(rows[..count], row => code(row)), texts);

            yield return new TableChunk(first, count, [.. columns.Select(Column)]);
        }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => options.Rows;

    /// <inheritdoc/>
    public string DescribeRow(long row) => string.Create(CultureInfo.InvariantCulture, $"generated row {row + 1}");

    private static string[] Numbered(string prefix, int count) =>
        [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}"))];
}
