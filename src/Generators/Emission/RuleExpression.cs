using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Emission;

/// <summary>The C# expression that makes a rule.</summary>
internal static class RuleExpression
{
    private const string Rules = ContractAlias.Name + "::Rules.OptionRules";

    /// <summary>A call of the contract.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="type">The type that the rule is of; never a nullable one.</param>
    public static CallExpression Of(RuleModel rule, OptionTypeModel type) => rule switch
    {
        RuleModel.Range range => Call(
            $"Range<{type.TypeName}>",
            range.Message,
            range.Minimum ?? "null",
            range.Maximum ?? "null",
            range.MinimumIsExclusive ? "minimumIsExclusive: true" : null,
            range.MaximumIsExclusive ? "maximumIsExclusive: true" : null),
        RuleModel.Count count => Call(
            type is OptionTypeModel.Text ? "Characters" : "Items",
            count.Message,
            $"{count.Minimum}",
            count.Maximum is { } maximum ? $"{maximum}" : null),
        RuleModel.NotBlank blank => Call("NotBlank", blank.Message),
        RuleModel.Pattern pattern => Call("Matches", pattern.Message, Literal.Text(pattern.Expression)),
        RuleModel.Values values => Call(
            $"{(values.AreAllowed ? "Allowed" : "Denied")}<{type.TypeName}>",
            values.Message,
            $"[{string.Join(", ", values.Expressions)}]"),
        _ => throw new NotSupportedException($"{rule} has no expression."),
    };

    private static CallExpression Call(string method, string? message, params string?[] arguments)
    {
        IEnumerable<string?> all = message is null ? arguments : arguments.Append($"message: {Literal.Text(message)}");
        return new($"{Rules}.{method}", [.. all.OfType<string>().Select(argument => new CallExpression(argument))]);
    }
}
