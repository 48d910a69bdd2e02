namespace MmoePipeline;

/// <summary>
/// The input is wrong and its author can mend it: a file that can't be read, a value that is no number, a split without
/// rows. The program prints the problems, exits with code 2 and leaves nothing behind.
/// </summary>
/// <remarks>
/// Problems of the configuration's text are not thrown but collected; this is for what shows only when the data is read.
/// </remarks>
public sealed class BadInputException : Exception
{
    /// <summary>One problem.</summary>
    /// <param name="problem">What is wrong, where, and what would be right.</param>
    public BadInputException(string problem)
        : this([problem])
    {
    }

    /// <summary>Several problems, to be told at once.</summary>
    /// <param name="problems">At least one; each says what is wrong, where, and what would be right.</param>
    public BadInputException(ImmutableArray<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>What is wrong, a sentence each.</summary>
    public ImmutableArray<string> Problems { get; }
}
