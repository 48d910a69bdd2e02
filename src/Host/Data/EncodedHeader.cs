namespace MmoePipeline.Host.Data;

/// <summary>What the file of an encoded table says of its columns.</summary>
/// <param name="Encoding">How features are encoded.</param>
/// <param name="Rows">The numbers of training, validation and test rows.</param>
/// <param name="Tasks">The number of tasks.</param>
internal sealed record EncodedHeader(FeatureEncoding Encoding, ImmutableArray<int> Rows, int Tasks);
