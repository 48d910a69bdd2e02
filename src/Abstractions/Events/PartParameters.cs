namespace MmoePipeline.Events;

/// <summary>How large a part of what is trained is.</summary>
/// <param name="Part">The part's name: <c>embedding</c>, <c>experts</c>.</param>
/// <param name="Parameters">The number of trained values.</param>
public sealed record PartParameters(string Part, long Parameters);
