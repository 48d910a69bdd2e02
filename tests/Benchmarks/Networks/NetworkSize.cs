namespace MmoePipeline.Benchmarks.Networks;

/// <summary>A network over the census fields, as other libraries are measured with it.</summary>
/// <param name="Name">What the size is called.</param>
/// <param name="EmbeddingDimension">The length of an embedding vector.</param>
/// <param name="Experts">The number of experts.</param>
/// <param name="Hidden">The widths of an expert's layers.</param>
/// <param name="Tower">The width of a tower's hidden layer.</param>
internal sealed record NetworkSize(string Name, int EmbeddingDimension, int Experts, ImmutableArray<int> Hidden, int Tower)
{
    /// <summary>The cost of operators counts, not their arithmetic.</summary>
    public static NetworkSize Small { get; } = new("small", 4, 8, [16, 16], 8);

    /// <summary>Matrix products count.</summary>
    public static NetworkSize Large { get; } = new("large", 16, 8, [256, 128], 64);

    /// <summary>Settings over the census configuration that make a network of this size.</summary>
    public ImmutableArray<string> Settings =>
    [
        $"data.features.embeddingDimension={EmbeddingDimension}",
        $$"""model.experts=[{ "type": "mlp", "count": {{Experts}}, "hidden": [{{string.Join(", ", Hidden)}}] }]""",
        $"model.tower.hidden=[{Tower}]",
    ];
}
