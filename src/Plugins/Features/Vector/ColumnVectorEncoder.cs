using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Encodes the vectors of a column as numbers.</summary>
/// <param name="cells">Reads vectors.</param>
/// <param name="components">How each component is standardised; empty for vectors as they are.</param>
internal sealed class ColumnVectorEncoder(VectorCells cells, ImmutableArray<Standardisation> components) : FeatureEncoder
{
    /// <inheritdoc/>
    public override FeatureForm Form { get; } = new([], cells.Length);

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells to)
    {
        double[] vector = new double[cells.Length];
        for (int index = 0; index < rows.Length; index++)
        {
            // The numbers of a row without a vector stay 0.
            if (cells.Read(columns[0], rows[index], vector) != VectorCell.Present)
            {
                continue;
            }

            for (int component = 0; component < vector.Length; component++)
            {
                to.Values(component)[index] = components.IsEmpty ? (float)vector[component] : components[component].Apply(vector[component]);
            }
        }
    }
}
