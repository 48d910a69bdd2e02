using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MmoePipeline.Generators.Model;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads the rules of an option from the attributes of <c>System.ComponentModel.DataAnnotations</c>.</summary>
internal static class RuleParser
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    /// <summary>Reads one attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The option's type; of a nullable one, what it is when it isn't null.</param>
    /// <param name="fault">Why the rule can't be applied; null where it can or where the attribute is no rule.</param>
    /// <returns>Null where the attribute is no rule.</returns>
    public static RuleModel? Parse(AttributeData attribute, OptionTypeModel type, out string? fault)
    {
        fault = null;
        string name = attribute.AttributeClass?.ToDisplayString() ?? "";
        bool isList = type is OptionTypeModel.List or OptionTypeModel.Map;
        bool isText = type is OptionTypeModel.Text;
        switch (name)
        {
            case Annotations + "RangeAttribute":
                fault = type is OptionTypeModel.Number ? null : "it limits numbers";
                return fault is null ? Range(attribute, ofItems: false, out fault) : null;
            case ContractNames.ItemRangeAttribute:
                fault = type is OptionTypeModel.List { Item: OptionTypeModel.Number } ? null : "it limits the numbers of lists";
                return fault is null ? Range(attribute, ofItems: true, out fault) : null;
            case Annotations + "LengthAttribute":
                fault = isList || isText ? null : "it limits texts and lists";
                return new RuleModel.Length(Integer(attribute, 0), Limit(Integer(attribute, 1)));
            case Annotations + "MinLengthAttribute":
                fault = isList || isText ? null : "it limits texts and lists";
                return new RuleModel.Length(Integer(attribute, 0), null);
            case Annotations + "MaxLengthAttribute":
                fault = isList || isText ? null : "it limits texts and lists";
                return new RuleModel.Length(0, Limit(Integer(attribute, 0)));
            case Annotations + "RegularExpressionAttribute":
                fault = isText ? null : "it limits texts";
                return new RuleModel.Pattern((string)attribute.ConstructorArguments[0].Value!);
            case Annotations + "AllowedValuesAttribute":
                fault = isText || type is OptionTypeModel.Number ? null : "it limits texts and numbers";
                return fault is null ? Allowed(attribute) : null;
            default:
                fault = attribute.AttributeClass is { } annotation && IsOtherValidation(annotation)
                    ? "the generator doesn't know it; write a method 'void Validate(OptionsSection section)'"
                    : null;
                return null;
        }
    }

    private static bool IsOtherValidation(INamedTypeSymbol attribute) =>
        attribute.BaseType is { } parent
        && (parent.ToDisplayString() == Annotations + "ValidationAttribute" || IsOtherValidation(parent));

    private static RuleModel.Range? Range(AttributeData attribute, bool ofItems, out string? fault)
    {
        string[] limits = [.. attribute.ConstructorArguments.Select(argument => Literal(argument.Value))];
        fault = limits.Length == 2 ? null : "give its limits as numbers";
        return fault is not null ? null : new RuleModel.Range(
            IsUnlimited(attribute.ConstructorArguments[0].Value) ? null : limits[0],
            IsUnlimited(attribute.ConstructorArguments[1].Value) ? null : limits[1],
            Named(attribute, "MinimumIsExclusive"),
            Named(attribute, "MaximumIsExclusive"),
            ofItems);
    }

    /// <summary>The ends of the types say that there is no limit.</summary>
    private static bool IsUnlimited(object? limit) => limit is int.MaxValue or int.MinValue or double.MaxValue or double.MinValue
        or double.PositiveInfinity or double.NegativeInfinity;

    private static RuleModel.Allowed Allowed(AttributeData attribute) => new(new EquatableArray<string>(
    [
        .. attribute.ConstructorArguments[0].Values.Select(value => value.Value is string text
            ? SymbolDisplay.FormatLiteral(text, quote: true)
            : Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? "null"),
    ]));

    private static string Literal(object? limit) => limit is double real
        ? real.ToString("R", CultureInfo.InvariantCulture)
        : Convert.ToString(limit, CultureInfo.InvariantCulture) ?? "0";

    private static int Integer(AttributeData attribute, int index) =>
        attribute.ConstructorArguments.Length > index && attribute.ConstructorArguments[index].Value is int value ? value : int.MaxValue;

    private static int? Limit(int maximum) => maximum == int.MaxValue ? null : maximum;

    private static bool Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is true);
}
