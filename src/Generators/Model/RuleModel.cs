namespace MmoePipeline.Generators.Model;

/// <summary>A rule that an option's value has to keep: one of the records nested here.</summary>
internal abstract record RuleModel
{
    /// <summary>Limits of a number, or of each number of a list; the limits are C# and JSON literals alike.</summary>
    public sealed record Range(
        string? Minimum, string? Maximum, bool MinimumIsExclusive, bool MaximumIsExclusive, bool OfItems) : RuleModel;

    /// <summary>Limits of the number of characters or items.</summary>
    public sealed record Length(int Minimum, int? Maximum) : RuleModel;

    /// <summary>A regular expression that a whole text has to match.</summary>
    public sealed record Pattern(string Expression) : RuleModel;

    /// <summary>The only values that are right, as C# literals.</summary>
    public sealed record Allowed(EquatableArray<string> Literals) : RuleModel;
}
