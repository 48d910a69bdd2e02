using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Parsing;

/// <summary>What a parser gives: a model for the generator, and the mistakes for the analyzer.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Model">The model; null where the source has mistakes that leave nothing to generate.</param>
/// <param name="Mistakes">The mistakes, with their true places, so that pragmas apply to them.</param>
internal sealed record Parsed<T>(T? Model, ImmutableArray<Diagnostic> Mistakes)
    where T : class;
