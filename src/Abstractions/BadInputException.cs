namespace MmoePipeline;

/// <summary>
/// The input is wrong and its author can correct it: a file that can't be read, a value that is not a number, a split without
/// rows. The program prints the problems, exits with code 2 and leaves nothing behind.
/// </summary>
/// <remarks>
/// Problems of the configuration's text are not thrown but collected; this is for what shows only when the data is read.
/// </remarks>
public sealed class BadInputException : Exception
{
    /// <summary>One problem that a plugin reports without a code of its own: it gets <see cref="PluginCodes.Refused"/>.</summary>
    /// <param name="place">Where it is, for instance <c>rows.csv:3</c> or <c>model.experts.0.width</c>.</param>
    /// <param name="message">What is wrong, what is expected and what to do.</param>
    public BadInputException(string place, string message)
        : this(PluginCodes.Refused, place, message)
    {
    }

    /// <summary>One problem.</summary>
    /// <param name="code">Its kind. Third-party plugins use a prefix of their own.</param>
    /// <param name="place">Where it is, for instance <c>rows.csv:3</c> or <c>model.experts.0.width</c>.</param>
    /// <param name="message">What is wrong, what is expected and what to do.</param>
    public BadInputException(string code, string place, string message)
        : this([new Problem(code, place, message)])
    {
    }

    /// <summary>Several problems, which are reported together.</summary>
    /// <param name="problems">At least one.</param>
    public BadInputException(ImmutableArray<Problem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>What is wrong.</summary>
    public ImmutableArray<Problem> Problems { get; }
}
