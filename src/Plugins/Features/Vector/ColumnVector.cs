using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>The vectors of a column.</summary>
/// <param name="options">The column and its vectors.</param>
internal sealed class ColumnVector(VectorFeatureOptions options) : IFeature
{
    private readonly VectorCells _cells = new(options.Column!, options.Length!.Value, options.Separator);

    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column!;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column!, options.Separator is null ? ColumnForm.NumberList : ColumnForm.Text)];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        double[] vector = new double[_cells.Length];
        foreach (int row in rows)
        {
            VectorCell cell = _cells.Read(columns[0], row, vector);
            if (cell != VectorCell.Present && (cell != VectorCell.Missing || options.Missing == MissingInput.Refuse))
            {
                faults.Add(_cells.Fault(columns[0], row, cell));
            }
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new ColumnVectorLearner(options.Column!, _cells, options.Standardize);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) =>
        new ColumnVectorEncoder(_cells, options.Standardize ? ColumnVectorLearner.Read(state.Values, _cells.Length) : []);
}
