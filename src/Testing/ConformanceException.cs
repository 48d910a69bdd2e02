namespace MmoePipeline.Testing;

/// <summary>A plugin does not do what its kind promises. The message lists everything that was found.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Lists what was found.</summary>
    /// <param name="plugin">The plugin's kind and name.</param>
    /// <param name="failures">What was found; at least one.</param>
    public ConformanceException(string plugin, ImmutableArray<ConformanceFailure> failures)
        : base(string.Join(
            Environment.NewLine,
            failures.Select(failure => $"  {failure.Check}: {failure.Problem}").Prepend($"{plugin} fails {failures.Length} of its checks:"))) =>
        Failures = failures;

    /// <summary>What was found, in the order of the checks.</summary>
    public ImmutableArray<ConformanceFailure> Failures { get; }
}
