using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Parsing;

/// <summary>What a parser gives: a model, or what keeps it from one.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Model">The model; null where the source has mistakes.</param>
/// <param name="Diagnostics">The mistakes, with their true places, so that pragmas apply to them.</param>
internal sealed record Parsed<T>(T? Model, ImmutableArray<Diagnostic> Diagnostics)
    where T : class;
