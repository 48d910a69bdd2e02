namespace MmoePipeline.Experiments.Studies;

/// <summary>The tasks of a variant's runs.</summary>
/// <param name="Variant">The variant's name.</param>
/// <param name="Metrics">The names of the test metrics by task; null where they are not known before the task has rows.</param>
internal sealed record VariantTasks(string Variant, ImmutableSortedDictionary<string, ImmutableArray<string>?> Metrics);
