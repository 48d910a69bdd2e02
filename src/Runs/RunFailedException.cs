namespace MmoePipeline.Runs;

/// <summary>The input was right and yet the run came to nothing, for instance because training diverged: exit code 1.</summary>
/// <param name="message">What happened and what may help.</param>
internal sealed class RunFailedException(string message) : Exception(message);
