namespace MmoePipeline.Benchmarks.Measuring;

/// <summary>One of the things that are measured against each other.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Does it once.</param>
/// <param name="Repeats">How often <paramref name="Run"/> is called for one measured time, for what takes microseconds.</param>
internal sealed record Alternative(string Name, Action Run, int Repeats = 1);
