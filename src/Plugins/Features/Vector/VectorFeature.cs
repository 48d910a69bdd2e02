using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>A vector of a fixed number of values: of a column, or pretrained vectors of a file, looked up by a key.</summary>
/// <remarks>
/// <para>
/// Vectors of a <c>column</c> are inputs as they are, or each component is standardised with mean and deviation of the training rows; a constant component is 0. A vector of another
/// length, or with a value that is not a finite number, can't be used. A row without a vector can't be used, or gets zeros (<c>missing</c>). Vectors of a <c>file</c> are the rows of a
/// matrix that is part of the network's weights, so prediction needs no file: frozen, or trained with the rest. Keys that the file lacks and missing keys have the vector 0, which is
/// never trained.
/// </para>
/// <para>
/// When to use it: for what another model knows of an item or user, such as the embedding of a text or image. Begin with frozen vectors; tuning pays where there are many rows a key, and
/// moves the vectors of keys in the training rows away from those of new keys.
/// </para>
/// </remarks>
[Plugin("vector")]
public sealed class VectorFeature : IFeature
{
    private readonly IFeature _feature;

    /// <summary>Makes the feature.</summary>
    /// <param name="options">The column and its vectors, or the key and the file.</param>
    public VectorFeature(VectorFeatureOptions options) => _feature = options.Key is null ? new ColumnVector(options) : new PretrainedVector(options);

    /// <inheritdoc/>
    public string Name => _feature.Name;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => _feature.Columns;

    /// <inheritdoc/>
    public string? Fingerprint => _feature.Fingerprint;

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults) => _feature.Check(columns, rows, faults);

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => _feature.CreateLearner(vocabularies);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => _feature.CreateEncoder(state);
}
