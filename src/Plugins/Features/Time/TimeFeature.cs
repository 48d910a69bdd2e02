using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>A time: hour, weekday and other parts, on circles or as categories, and the time passed since another one.</summary>
/// <remarks>
/// <para>
/// A part x from 0 with the period p gives sin(2 pi x / p) and cos(2 pi x / p), or the row 1 + x of a table of its own, named after the feature and the part (<c>seen.hour</c>).
/// Periods: hour 24, weekday 7 (Monday is 0), month 12, day of year 366, day of month 31, minute of day 1440. Parts are of UTC. With <c>since</c>, of d days from that time to this one,
/// sign(d) log(1 + |d|) is standardised. A row without a time can't be used, or gets zeros and the code 0 (<c>missing</c>); a value that is not a time can't be used.
/// </para>
/// <para>
/// When to use it: where behaviour follows the clock or the calendar, or the age of an item matters. Cyclic needs no table and fits smooth effects; categories fit any, such as that of
/// Saturdays, if there are rows enough for each.
/// </para>
/// </remarks>
/// <param name="options">The columns, how times are written, and what becomes of them.</param>
[Plugin("time")]
public sealed class TimeFeature(TimeFeatureOptions options) : IFeature
{
    private readonly TimeForm _form = new(options.Unit, options.Format);

    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns =>
        [new(options.Column, _form.ColumnForm), .. options.Since is { } since ? [new ColumnRequest(since, _form.ColumnForm)] : Array.Empty<ColumnRequest>()];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => options.As == TimeEncoding.Cyclic
        ? []
        : [.. options.Parts.Select(part => (options.Embedding with { Table = null })
            .ToTable($"{options.Embedding.Table ?? Name}.{TimeParts.NameOf(part)}", new TableRows.Numbered(TimeParts.PeriodOf(part) + 1)))];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        ImmutableArray<TimeCells> cells = [.. columns.Select(column => new TimeCells(_form, column))];
        ImmutableArray<string> names = [.. Columns.Select(column => column.Name)];
        foreach (int row in rows)
        {
            for (int column = 0; column < cells.Length; column++)
            {
                TimeCell cell = cells[column].At(row);
                if (cell.IsFault)
                {
                    faults.Add(new FeatureFault(
                        row, names[column], FeatureCodes.NotATime, $"expected {_form.Expected}, found {CellText.Quote(columns[column].TextAt(row)!)}"));
                }
                else if (cell.IsMissing && options.Missing == MissingInput.Refuse)
                {
                    faults.Add(new FeatureFault(row, names[column], FeatureCodes.MissingValue, $"expected {_form.Expected}, found a missing value"));
                }
            }
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new TimeLearner(_form, [.. Columns.Select(column => column.Name)]);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) =>
        new TimeEncoder(_form, options.Parts, options.As, options.Since is null ? null : TimeLearner.Read(state.Values));
}
