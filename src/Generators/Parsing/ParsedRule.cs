using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>What an attribute says of an option.</summary>
/// <param name="Rule">The rule; null for none.</param>
/// <param name="Fault">Why the attribute doesn't suit the option; null where it does.</param>
internal sealed record ParsedRule(RuleModel? Rule, string? Fault)
{
    /// <summary>The attribute says nothing.</summary>
    public static ParsedRule None { get; } = new(null, null);

    /// <summary>Whether the rule is of each item of the option.</summary>
    public bool IsOfItems { get; init; }

    /// <summary>Whether the option has to be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The attribute doesn't suit the option.</summary>
    public static ParsedRule Mistake(string fault) => new(null, fault);
}
