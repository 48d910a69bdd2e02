using MmoePipeline.Statistics;

namespace MmoePipeline.Reporting;

/// <summary>Figures in rows and columns.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="Columns">The columns' names; the first is that of the rows' names.</param>
/// <param name="Rows">The rows' names.</param>
/// <param name="Values">Row by row, a value for each column after the first; null where there is none.</param>
public sealed record FigureTable(
    string Title,
    string Caption,
    ImmutableArray<string> Columns,
    ImmutableArray<string> Rows,
    ImmutableArray<ImmutableArray<double?>> Values) : ReportFigure(Title, Caption)
{
    /// <summary>The intervals of <see cref="Values"/>, shown below them; null where a value has none, empty where no value has one.</summary>
    public ImmutableArray<ImmutableArray<ConfidenceInterval?>> Intervals
    {
        // A report of an older version has none.
        get => field.IsDefault ? [] : field;
        init;
    } = [];
}
