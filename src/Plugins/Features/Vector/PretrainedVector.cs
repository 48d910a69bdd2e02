using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.DataSources.Files;
using MmoePipeline.Plugins.Features.Statistics;
using MmoePipeline.Plugins.Features.Vector.Files;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Pretrained vectors of a file, looked up by a key.</summary>
/// <param name="options">The key and the file.</param>
internal sealed class PretrainedVector(VectorFeatureOptions options) : IFeature
{
    private readonly VectorPlace _place = options.ToPlace();

    /// <inheritdoc/>
    public string Name => options.Name ?? options.Key!;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Key!, ColumnForm.Text)];

    /// <inheritdoc/>
    public string? Fingerprint
    {
        get
        {
            SourceFile.Require(_place.Path);
            return SourceFile.Fingerprint(_place.Path);
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new Learner(options.Key!, _place);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new PretrainedEncoder(_place, options.Frozen, PretrainedState.Read(state.Values));

    /// <summary>What is learnt is what the file has: training rows add nothing.</summary>
    private sealed class Learner(string key, VectorPlace place) : FeatureLearner
    {
        private readonly PresenceLearner _presence = new([key]);
        private JsonElement? _state;

        public override JsonElement State => _state ??= PretrainedState.From(VectorFile.Read(place)).ToJson();

        public override ImmutableArray<FeatureRemark> Remarks => _presence.Remarks;

        public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow) => _presence.Add(columns, rows, firstRow);

        public override void Merge(FeatureLearner other) => _presence.Merge(((Learner)other)._presence);
    }
}
