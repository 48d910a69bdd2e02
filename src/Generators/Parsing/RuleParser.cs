using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Naming;

namespace MmoePipeline.Generators.Parsing;

/// <summary>Reads the rules of an option from the attributes of <c>System.ComponentModel.DataAnnotations</c>.</summary>
internal sealed class RuleParser
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    private readonly AttributeData _attribute;
    private readonly OptionTypeModel _type;
    private readonly string _key;

    private RuleParser(AttributeData attribute, OptionTypeModel type, string key) => (_attribute, _type, _key) = (attribute, type, key);

    private bool IsText => _type is OptionTypeModel.Text;

    private bool IsCountable => _type is OptionTypeModel.Text or OptionTypeModel.List or OptionTypeModel.Map;

    /// <summary>Reads one attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The option's type.</param>
    /// <param name="key">The option's key, for messages that name it.</param>
    /// <returns>A rule, or why it can't be applied; neither where the attribute is no rule.</returns>
    public static ParsedRule Parse(AttributeData attribute, OptionTypeModel type, string key)
    {
        string name = attribute.AttributeClass?.ToDisplayString() ?? "";
        OptionTypeModel present = type is OptionTypeModel.Nullable nullable ? nullable.Present : type;
        var parser = new RuleParser(attribute, present, key);
        try
        {
            return name switch
            {
                Annotations + "RangeAttribute" => parser.Range(),
                Annotations + "LengthAttribute" => parser.Count(parser.Integer(0), parser.Integer(1)),
                Annotations + "MinLengthAttribute" => parser.Count(parser.Integer(0), int.MaxValue),
                Annotations + "MaxLengthAttribute" => parser.Count(0, parser.Integer(0)),
                Annotations + "StringLengthAttribute" => parser.StringLength(),
                Annotations + "RegularExpressionAttribute" => parser.Pattern(),
                Annotations + "AllowedValuesAttribute" => parser.Values(areAllowed: true),
                Annotations + "DeniedValuesAttribute" => parser.Values(areAllowed: false),
                Annotations + "RequiredAttribute" => parser.Required(type),
                ContractNames.ItemRangeAttribute => parser.ItemRange(),
                _ => IsOtherValidation(attribute.AttributeClass)
                    ? ParsedRule.Mistake("the generator doesn't know it; write a method 'void Validate(OptionsSection section)'")
                    : ParsedRule.None,
            };
        }
        catch (FormatException)
        {
            return ParsedRule.Mistake("its ErrorMessage has placeholders that the attribute doesn't fill");
        }
    }

    private static bool IsOtherValidation(INamedTypeSymbol? attribute) =>
        attribute?.BaseType is { } parent
        && (parent.ToDisplayString() == Annotations + "ValidationAttribute" || IsOtherValidation(parent));

    private ParsedRule Range()
    {
        ImmutableArray<TypedConstant> arguments = _attribute.ConstructorArguments;
        if (_type is not (OptionTypeModel.Number or OptionTypeModel.Duration))
        {
            return ParsedRule.Mistake("it limits numbers and durations");
        }

        // [Range(typeof(decimal), "0.1", "9.9")]: a type and two texts.
        return arguments.Length == 3
            ? Range(_type, arguments[1].Value, arguments[2].Value)
            : Range(_type, arguments[0].Value, arguments[1].Value);
    }

    private ParsedRule ItemRange()
    {
        OptionTypeModel? item = _type switch
        {
            OptionTypeModel.List list => list.Item,
            OptionTypeModel.Map map => map.Item,
            _ => null,
        };
        return item is OptionTypeModel.Number
            ? Range(item, _attribute.ConstructorArguments[0].Value, _attribute.ConstructorArguments[1].Value) with { IsOfItems = true }
            : ParsedRule.Mistake("it limits the numbers of lists and objects");
    }

    private ParsedRule Range(OptionTypeModel type, object? minimum, object? maximum)
    {
        Limit least = Limit.Of(type, minimum);
        Limit most = Limit.Of(type, maximum);
        string? fault = least.Fault ?? most.Fault
            ?? (least.Position > most.Position ? "its minimum is above its maximum" : null);
        return fault is not null ? ParsedRule.Mistake(fault) : Rule(
            message => new RuleModel.Range(
                least.Expression, most.Expression, IsSet("MinimumIsExclusive"), IsSet("MaximumIsExclusive"), message),
            minimum,
            maximum);
    }

    private ParsedRule Count(int minimum, int maximum) =>
        !IsCountable ? ParsedRule.Mistake("it limits texts, lists and objects")
        : minimum < 0 || maximum < minimum ? ParsedRule.Mistake("its limits leave no length")
        : Rule(
            message => new RuleModel.Count(minimum, maximum == int.MaxValue ? null : maximum, message),
            _attribute.ConstructorArguments.Select(argument => argument.Value).ToArray());

    private ParsedRule StringLength()
    {
        int minimum = Named("MinimumLength") is int least ? least : 0;
        return !IsText ? ParsedRule.Mistake("it limits texts")
            : minimum > Integer(0) ? ParsedRule.Mistake("its limits leave no length")
            : Rule(message => new RuleModel.Count(minimum, Integer(0), message), Integer(0), minimum);
    }

    private ParsedRule Pattern()
    {
        string expression = _attribute.ConstructorArguments[0].Value as string ?? "";
        if (!IsText)
        {
            return ParsedRule.Mistake("it limits texts");
        }

        try
        {
            _ = new Regex(expression, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            return ParsedRule.Mistake($"its pattern is no regular expression: {exception.Message}");
        }

        return Rule(message => new RuleModel.Pattern(expression, message), expression);
    }

    private ParsedRule Values(bool areAllowed)
    {
        if (_type is not (OptionTypeModel.Text or OptionTypeModel.Number))
        {
            return ParsedRule.Mistake("it names texts and numbers");
        }

        // That null is right or wrong is said by the property's type.
        object[] values = [.. _attribute.ConstructorArguments[0].Values.Select(constant => constant.Value).OfType<object>()];
        string?[] expressions = [.. values.Select(Expression)];
        return expressions.Length == 0 ? ParsedRule.Mistake("it names no value")
            : expressions.Contains(null) ? ParsedRule.Mistake("it names values of another type than the option's")
            : Rule(message => new RuleModel.Values(areAllowed, new EquatableArray<string>([.. expressions!]), message));
    }

    private ParsedRule Required(OptionTypeModel type) =>
        type is OptionTypeModel.Nullable
            ? ParsedRule.Mistake("it may be null; write 'required' and a type without '?'")
            : !IsText || IsSet("AllowEmptyStrings")
            ? ParsedRule.None with { IsRequired = true }
            : Rule(message => new RuleModel.NotBlank(message)) with { IsRequired = true };

    private string? Expression(object value) => (_type, value) switch
    {
        (OptionTypeModel.Text, string text) => Literal.Text(text),
        (OptionTypeModel.Number, not string) => Limit.Of(_type, value) is { Fault: null, Expression: { } expression } ? expression : null,
        _ => null,
    };

    /// <summary>Makes a rule with the author's words, whose places {0}, {1} and so on the option's key and the limits fill.</summary>
    private ParsedRule Rule(Func<string?, RuleModel> rule, params object?[] limits)
    {
        if (Named("ErrorMessageResourceName") is not null)
        {
            return ParsedRule.Mistake("messages from resources are not supported; write ErrorMessage");
        }

        string? message = Named("ErrorMessage") is string words
            ? string.Format(CultureInfo.InvariantCulture, words, [_key, .. limits])
            : null;
        return new ParsedRule(rule(message), null);
    }

    private int Integer(int index) =>
        _attribute.ConstructorArguments.Length > index && _attribute.ConstructorArguments[index].Value is int value ? value : int.MaxValue;

    private bool IsSet(string name) => Named(name) is true;

    private object? Named(string name) => _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;
}
