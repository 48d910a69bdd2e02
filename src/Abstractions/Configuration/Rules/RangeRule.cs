namespace MmoePipeline.Configuration.Rules;

/// <summary>Limits of a value.</summary>
public abstract record RangeRule : OptionRule
{
    private protected RangeRule()
    {
    }

    /// <summary>The smallest value as it is written in configurations; null for no limit.</summary>
    public abstract string? Least { get; }

    /// <summary>The largest value as it is written in configurations; null for no limit.</summary>
    public abstract string? Most { get; }

    /// <summary>Whether the smallest value itself is wrong.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>Whether the largest value itself is wrong.</summary>
    public bool MaximumIsExclusive { get; init; }

    /// <inheritdoc/>
    public override string Code => OptionCodes.OutOfRange;

    /// <inheritdoc/>
    public override string Statement
    {
        get
        {
            string least = MinimumIsExclusive ? $"more than {Least}" : $"at least {Least}";
            string most = MaximumIsExclusive ? $"less than {Most}" : $"at most {Most}";
            return (Least, Most) switch
            {
                (null, null) => "can be anything",
                (_, null) => $"must be {least}",
                (null, _) => $"must be {most}",
                _ => $"must be {least} and {most}",
            };
        }
    }
}
