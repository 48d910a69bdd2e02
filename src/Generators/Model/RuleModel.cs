namespace MmoePipeline.Generators.Model;

/// <summary>A rule that an option's value has to keep: one of the records nested here.</summary>
/// <param name="Message">The author's words; null for the usual ones.</param>
internal abstract record RuleModel(string? Message)
{
    /// <summary>Limits of a number or duration, as C# expressions; null for no limit.</summary>
    public sealed record Range(
        string? Minimum, string? Maximum, bool MinimumIsExclusive, bool MaximumIsExclusive, string? Message) : RuleModel(Message);

    /// <summary>Limits of the number of characters or items.</summary>
    public sealed record Count(int Minimum, int? Maximum, string? Message) : RuleModel(Message);

    /// <summary>A text that has more than white space.</summary>
    public sealed record NotBlank(string? Message) : RuleModel(Message);

    /// <summary>A regular expression that a whole text has to match.</summary>
    public sealed record Pattern(string Expression, string? Message) : RuleModel(Message);

    /// <summary>The only values that are right, or some that are wrong, as C# expressions.</summary>
    public sealed record Values(bool AreAllowed, EquatableArray<string> Expressions, string? Message) : RuleModel(Message);
}
