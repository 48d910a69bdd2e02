using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Vector.Files;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Encodes keys as rows of the file's vectors: 0 for a key that it lacks, or 1 and the number of the vector.</summary>
/// <param name="place">Where the vectors are.</param>
/// <param name="isFrozen">Whether they stay as they are.</param>
/// <param name="state">What the file had before training.</param>
internal sealed class PretrainedEncoder(VectorPlace place, bool isFrozen, PretrainedState state) : FeatureEncoder
{
    private readonly Vocabulary? _keys = state.ToVocabulary();

    /// <inheritdoc/>
    public override FeatureForm Form { get; } = new([FeatureForm.OwnRows], 0);

    /// <inheritdoc/>
    public override bool HasModule => true;

    /// <inheritdoc/>
    public override int WidthOf(ImmutableArray<int> dimensions) => state.Dimension;

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        Span<int> codes = cells.Codes(0);
        for (int index = 0; index < rows.Length; index++)
        {
            codes[index] = CodeOf(columns[0].TextAt(rows[index]));
        }
    }

    /// <inheritdoc/>
    public override FeatureModule CreateModule(FeatureModuleContext context)
    {
        if (context.IsRestored)
        {
            return new PretrainedModule(new float[(long)state.Rows * state.Dimension], state.Dimension, isFrozen, context.Device);
        }

        VectorTable table = VectorFile.Read(place);
        return table.Checksum() == state.Checksum
            ? new PretrainedModule(table.Values, state.Dimension, isFrozen, context.Device)
            : throw VectorFile.Fault(place.Path, null, "has other keys or vectors than when the rows were encoded; expected the same file, or a run of its own for the new one");
    }

    private int CodeOf(ReadOnlySpan<char> key) => key.IsEmpty ? 0
        : _keys is not null ? _keys.CodeOf(key)
        : int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < state.Rows ? number + 1
        : 0;
}
