
namespace MmoePipeline.Experiments.Series;

/// <summary>A run that gave no result.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="ExitCode">The exit code of its process: 2 where its input was wrong.</param>
/// <param name="Message">What it told.</param>
internal sealed record FailedRun(ulong Seed, int ExitCode, string Message);
