using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using MmoePipeline.Generators.Mistakes;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Diagnostics;

/// <summary>
/// Checks the defaults of options against the options' own rules, where a default is a constant or a list of constants: nobody
/// could write such a default in a configuration.
/// </summary>
internal static class DefaultValueAnalysis
{
    /// <summary>Looks at the initialiser of a property.</summary>
    public static void Analyze(OperationAnalysisContext context)
    {
        var initializer = (IPropertyInitializerOperation)context.Operation;
        foreach (IPropertySymbol property in initializer.InitializedProperties)
        {
            if (!property.IsRequired
                && property.ContainingType.HasAttribute(ContractNames.PluginOptionsAttribute)
                && OptionTypeParser.Parse(property.Type, endings: null) is { } type)
            {
                Check(context, property, type, initializer.Value);
            }
        }
    }

    private static void Check(OperationAnalysisContext context, IPropertySymbol property, OptionTypeModel type, IOperation value)
    {
        (AttributeData Attribute, ParsedRule Parsed)[] rules = [.. property.GetAttributes()
            .Select(attribute => (attribute, RuleParser.Parse(attribute, type, ConfigurationName.Camel(property.Name))))];
        if (rules.Any(rule => rule.Parsed.IsRequired))
        {
            return; // What has to be there has no default.
        }

        foreach ((AttributeData attribute, ParsedRule parsed) in rules)
        {
            if (parsed.Rule is not { } rule)
            {
                continue;
            }

            OptionTypeModel ruled = Ruled(type, parsed.IsOfItems);
            IOperation[] values = parsed.IsOfItems ? [.. Items(value) ?? []] : [value];
            if (values.FirstOrDefault(candidate => Fault(rule, ruled, candidate) is not null) is { } wrong)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    MistakeDescriptors.DefaultBreaksRule,
                    wrong.Syntax.GetLocation(),
                    property.Name,
                    attribute.AttributeClass!.Name.Replace("Attribute", ""),
                    Fault(rule, ruled, wrong)));
            }
        }
    }

    private static OptionTypeModel Ruled(OptionTypeModel type, bool ofItems) => type switch
    {
        OptionTypeModel.Nullable nullable => Ruled(nullable.Present, ofItems),
        OptionTypeModel.List list when ofItems => list.Item,
        OptionTypeModel.Map map when ofItems => map.Item,
        _ => type,
    };

    /// <summary>What is wrong with a value; null where it is right or not known while compiling.</summary>
    private static string? Fault(RuleModel rule, OptionTypeModel type, IOperation value)
    {
        object? constant = Constant(value);
        return rule switch
        {
            RuleModel.Count count when type is OptionTypeModel.Text => constant is string text ? Fault(count, text.Length, "characters") : null,
            RuleModel.Count count => Items(value) is { } items ? Fault(count, items.Count(), "items") : null,
            RuleModel.NotBlank => constant is string blank && string.IsNullOrWhiteSpace(blank) ? "it is blank" : null,
            RuleModel.Pattern pattern => constant is string text && !Regex.IsMatch(text, $@"\A(?:{pattern.Expression})\z", RegexOptions.CultureInvariant)
                ? $"\"{text}\" doesn't match" : null,
            RuleModel.Values values => constant is not null && Expression(type, constant) is { } expression
                && values.Expressions.Contains(expression) != values.AreAllowed ? $"{expression} is not right" : null,
            RuleModel.Range range => constant is not null && type is OptionTypeModel.Number ? Fault(range, type, constant) : null,
            _ => null,
        };
    }

    private static string? Fault(RuleModel.Count count, int length, string unit) =>
        length < count.Minimum || length > count.Maximum ? $"it has {length} {unit}" : null;

    private static string? Fault(RuleModel.Range range, OptionTypeModel type, object constant)
    {
        double position = Convert.ToDouble(constant, CultureInfo.InvariantCulture);
        double least = Position(range.Minimum, double.NegativeInfinity);
        double most = Position(range.Maximum, double.PositiveInfinity);
        bool holds = (range.MinimumIsExclusive ? position > least : position >= least)
            && (range.MaximumIsExclusive ? position < most : position <= most)
            && Limit.Of(type, constant).Fault is null;
        return holds ? null : $"{Convert.ToString(constant, CultureInfo.InvariantCulture)} is outside of it";
    }

    private static double Position(string? expression, double otherwise)
    {
        string digits = Regex.Match(expression ?? "", @"-?[0-9][0-9.]*(E[+-]?[0-9]+)?").Value;
        return digits.Length == 0 ? otherwise : double.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static string? Expression(OptionTypeModel type, object constant) => type is OptionTypeModel.Text
        ? Literal.Text(constant as string)
        : Limit.Of(type, constant).Expression;

    /// <summary>A constant, also where it is converted to a nullable type.</summary>
    private static object? Constant(IOperation value) => value switch
    {
        { ConstantValue: { HasValue: true } constant } => constant.Value,
        IConversionOperation conversion => Constant(conversion.Operand),
        _ => null,
    };

    /// <summary>The items of a list that is written out; null for any other value.</summary>
    private static IEnumerable<IOperation>? Items(IOperation value) => value switch
    {
        IConversionOperation conversion => Items(conversion.Operand),
        ICollectionExpressionOperation list => list.Elements.Any(element => element is ISpreadOperation) ? null : list.Elements,
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        _ => null,
    };
}
