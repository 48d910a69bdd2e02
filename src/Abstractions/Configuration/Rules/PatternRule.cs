using System.Text.RegularExpressions;

namespace MmoePipeline.Configuration.Rules;

/// <summary>A text has to match a regular expression from its first to its last character.</summary>
/// <param name="Expression">The expression.</param>
public sealed record PatternRule(string Expression) : OptionRule, IOptionRule<string>
{
    /// <summary>No option is worth a longer search; an expression that backtracks without end counts as not matched.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Lazy<Regex> _regex = new(() => new Regex($@"\A(?:{Expression})\z", RegexOptions.CultureInvariant, Limit));

    /// <inheritdoc/>
    public override string Code => OptionCodes.PatternMismatch;

    /// <inheritdoc/>
    public override string Statement => $"must match {Expression}";

    /// <inheritdoc/>
    public bool Holds(string value)
    {
        try
        {
            return _regex.Value.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
