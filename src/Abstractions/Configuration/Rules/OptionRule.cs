namespace MmoePipeline.Configuration.Rules;

/// <summary>A rule that a value has to keep, as editors and tables know it: one of the records that derive from it.</summary>
public abstract record OptionRule
{
    private protected OptionRule()
    {
    }

    /// <summary>Words of the author's own; null for the usual ones.</summary>
    public string? Message { get; init; }

    /// <summary>The rule in its usual words, for instance <c>must be at least 1</c>.</summary>
    public abstract string Statement { get; }

    /// <summary>The kind of problem that a value which breaks the rule is reported as: one of <see cref="OptionCodes"/>.</summary>
    public abstract string Code { get; }

    /// <summary>What is reported of a value that breaks the rule.</summary>
    /// <param name="seen">The value, for instance <c>0</c>; null where it would say nothing, as of a list.</param>
    public string Complaint(string? seen) => (seen, Message) switch
    {
        (null, _) => Message ?? Statement,
        (_, null) => $"{Statement}, found {seen}",
        _ => $"{Message}; found {seen}",
    };

    private protected static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    private protected static string CountStatement(int minimum, int? maximum, string unit) => (minimum, maximum) switch
    {
        (_, null) => $"must have at least {Count(minimum, unit)}",
        (0, { } most) => $"must have at most {Count(most, unit)}",
        (_, { } most) => minimum == most ? $"must have {Count(most, unit)}" : $"must have {minimum} to {Count(most, unit)}",
    };
}
