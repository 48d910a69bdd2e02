namespace MmoePipeline.Modeling;

/// <summary>A named part of a network.</summary>
/// <param name="Name">The name, in the plural where there are several: <c>embedding</c>, <c>experts</c>.</param>
/// <param name="Module">The module with the part's parameters.</param>
public sealed record ModelPart(string Name, torch.nn.Module Module);
