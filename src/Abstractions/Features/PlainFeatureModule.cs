namespace MmoePipeline.Features;

/// <summary>The vectors of a feature's codes one after another, and its numbers behind them: for features whose codes can't be looked up with others'.</summary>
/// <param name="form">What a row is turned into.</param>
internal sealed class PlainFeatureModule(FeatureForm form) : FeatureModule(nameof(PlainFeatureModule))
{
    /// <inheritdoc/>
    public override Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables) =>
        torch.cat([.. form.Codes.Select((table, column) => tables[table].Vectors(input.Codes.select(1, column))), input.Values], 1);
}
