namespace MmoePipeline.Probing;

/// <summary>Shared parameters that belong together: an embedding, the shared layers, an expert.</summary>
/// <param name="Name">The name: <c>embedding</c>, <c>experts/3</c>.</param>
/// <param name="Slices">Which parameters, or which parts of them.</param>
public sealed record SharedParameterGroup(string Name, ImmutableArray<ParameterSlice> Slices);
