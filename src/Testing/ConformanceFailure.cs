using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing;

/// <summary>Something that a plugin does otherwise than its kind promises.</summary>
/// <param name="Check">The check that found it.</param>
/// <param name="Problem">A sentence: where, what was seen, and what would be right.</param>
public sealed record ConformanceFailure(ConformanceCheck Check, string Problem);
