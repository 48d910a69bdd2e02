using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Emission;

/// <summary>The C# expression that makes the form of an option.</summary>
internal static class FormExpression
{
    private const string Forms = ContractAlias.Name + "::Forms.OptionForms";

    /// <summary>A call of the contract.</summary>
    /// <param name="type">The option's type.</param>
    /// <param name="rules">The rules of its value.</param>
    /// <param name="itemRules">The rules of each item of its value.</param>
    public static CallExpression Of(OptionTypeModel type, IReadOnlyList<RuleModel> rules, IReadOnlyList<RuleModel> itemRules) => type switch
    {
        OptionTypeModel.Boolean => new($"{Forms}.Boolean"),
        OptionTypeModel.Secret => new($"{Forms}.Secret"),
        OptionTypeModel.FilePath { Endings.Count: 0 } => new($"{Forms}.FilePath"),
        OptionTypeModel.FilePath path => new(
            $"{Forms}.FileEndingIn", [.. path.Endings.Select(ending => new CallExpression(Literal.Text(ending)))]),
        OptionTypeModel.Text => new($"{Forms}.Text", Arguments(type, rules)),
        OptionTypeModel.Duration => new($"{Forms}.Duration", Arguments(type, rules)),
        OptionTypeModel.Number { Type.IsInteger: true } => new($"{Forms}.Integer<{type.TypeName}>", Arguments(type, rules)),
        OptionTypeModel.Number => new($"{Forms}.Number<{type.TypeName}>", Arguments(type, rules)),
        OptionTypeModel.Choice choice => new(
            $"{Forms}.Choice",
            [.. choice.Choices.Select(item => new CallExpression($"({Literal.Text(item.Name)}, {type.TypeName}.{item.Member})"))]),
        OptionTypeModel.List list => new($"{Forms}.{list.Factory}", [Of(list.Item, itemRules, []), .. Count(type, rules)]),
        OptionTypeModel.Map map => new($"{Forms}.{map.Factory}", [Of(map.Item, itemRules, []), .. Count(type, rules)]),
        OptionTypeModel.Section => new($"{Forms}.Section<{type.TypeName}>", []),
        OptionTypeModel.Slot slot => new($"{Forms}.Slot<{slot.KindTypeName}>", [new(Literal.Text(slot.Kind))]),
        OptionTypeModel.Nullable nullable => new(
            $"{Forms}.{(nullable.IsReference ? "OrNullReference" : "OrNull")}", [Of(nullable.Present, rules, itemRules)]),
        _ => throw new NotSupportedException($"{type} has no form."),
    };

    private static CallExpression[] Arguments(OptionTypeModel type, IReadOnlyList<RuleModel> rules) =>
        [.. rules.Select(rule => RuleExpression.Of(rule, type))];

    /// <summary>A list has one rule of its count; several attributes that limit it are one rule.</summary>
    private static IEnumerable<CallExpression> Count(OptionTypeModel type, IReadOnlyList<RuleModel> rules)
    {
        RuleModel.Count[] counts = [.. rules.OfType<RuleModel.Count>()];
        if (counts.Length > 0)
        {
            var joined = new RuleModel.Count(
                counts.Max(count => count.Minimum),
                counts.Min(count => count.Maximum),
                counts.Select(count => count.Message).FirstOrDefault(message => message is not null));
            yield return RuleExpression.Of(joined, type);
        }
    }
}
