using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.Synthetic;

/// <summary>Generated regression tasks whose relation is a dial: the cosine of their weight vectors.</summary>
/// <remarks>
/// <para>
/// Ma et al., Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts, KDD 2018, section 3.2. With
/// orthogonal unit vectors u, the weight vectors are <c>w0 = c u0</c> and <c>wk = c (p u0 + sqrt(1 - p^2) uk)</c>, so that the
/// cosine of w0 and wk is the correlation p. For <c>x ~ N(0, I)</c> the label of task k is
/// <c>yk = wk.x + sum_i sin(alpha_i wk.x + beta_i) + noise</c>, times the task's label scale. All tasks have the same alpha, drawn
/// from [1, 4), and beta, drawn from [0, 2 pi). The paper has two tasks; of more, those after the first have cosine p^2 among
/// themselves.
/// </para>
/// <para>
/// Columns: <c>x0</c>, <c>x1</c> ...; <c>y0</c>, <c>y1</c> ... for regression; and <c>y0_positive</c>, <c>y1_positive</c> ..., 1
/// where the label is above 0 and else 0, for binary tasks.
/// </para>
/// <para>
/// When to use it: to see how a network fares with tasks that are more or less related (correlation from -1 to 1), or with losses of
/// different size (labelScales), without data of your own.
/// </para>
/// </remarks>
[Plugin("synthetic")]
public sealed class SyntheticDataSource(SyntheticDataSourceOptions options) : IDataSource
{
    private const int ChunkRows = 8192;

    private readonly Lazy<SyntheticModel> _model = new(() => new SyntheticModel(options));

    private static string[] Signs { get; } = ["0", "1"];

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"synthetic tasks with seed {options.Seed}");

    /// <inheritdoc/>
    public string Fingerprint(CancellationToken cancellation) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"synthetic-{SyntheticModel.Version}:{options.Rows},{options.Dimensions},{options.Tasks},{options.Correlation:R},{options.Scale:R},")
        + string.Create(CultureInfo.InvariantCulture, $"{options.Sines},{options.Noise:R},{options.Seed}:")
        + string.Join(',', options.LabelScales.Select(scale => scale.ToString("R", CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) =>
    [
        .. Numbered("x", options.Dimensions, ""), .. Numbered("y", options.Tasks, ""), .. Numbered("y", options.Tasks, "_positive"),
    ];

    /// <inheritdoc/>
    public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
    {
        ImmutableArray<string> names = ReadColumnNames(cancellation);
        int[] indices = [.. columns.Select(column => names.IndexOf(column.Name))];
        double[][] values = [.. Enumerable.Range(0, options.Dimensions + options.Tasks).Select(_ => new double[ChunkRows])];
        double[] features = new double[options.Dimensions];
        for (long first = 0; first < options.Rows; first += ChunkRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(ChunkRows, options.Rows - first);
            for (int row = 0; row < count; row++)
            {
                _model.Value.Features(first + row, features);
                for (int dimension = 0; dimension < options.Dimensions; dimension++)
                {
                    values[dimension][row] = features[dimension];
                }

                for (int task = 0; task < options.Tasks; task++)
                {
                    values[options.Dimensions + task][row] = _model.Value.Label(first + row, features, task);
                }
            }

            yield return new TableChunk(first, count, [.. columns.Select((column, place) => Column(column, indices[place], count))]);
        }

        TableColumn Column(ColumnRequest request, int index, int count)
        {
            if (index >= values.Length)
            {
                return new CodedTextColumn(Array.ConvertAll(values[index - options.Tasks][..count], label => label > 0 ? 1 : 0), Signs);
            }

            return request.Form == ColumnForm.Number
                ? new NumberColumn(values[index].AsMemory(0, count))
                : new TextColumn(Array.ConvertAll(values[index][..count], value => value.ToString("R", CultureInfo.InvariantCulture)));
        }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => options.Rows;

    /// <inheritdoc/>
    public string DescribeRow(long row) => string.Create(CultureInfo.InvariantCulture, $"generated row {row + 1}");

    private static IEnumerable<string> Numbered(string prefix, int count, string suffix) =>
        Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}{suffix}"));
}
