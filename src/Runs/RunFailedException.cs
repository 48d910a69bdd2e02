namespace MmoePipeline.Runs;

/// <summary>The input was valid and yet the run failed, for instance because training diverged: exit code 1.</summary>
/// <param name="problem">What happened and what may help.</param>
public sealed class RunFailedException(Problem problem) : Exception($"{problem}")
{
    /// <summary>A failure without a place of its own: it gets that of the training.</summary>
    /// <param name="code">The kind of problem.</param>
    /// <param name="message">What happened and what may help.</param>
    public RunFailedException(string code, string message)
        : this(new Problem(code, "", message))
    {
    }

    /// <summary>What happened and what may help.</summary>
    public Problem Problem => problem;
}
