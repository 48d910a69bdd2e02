using MmoePipeline.Generators.Model;
using MmoePipeline.Generators.Parsing;

namespace MmoePipeline.Generators.Emission;

/// <summary>The C# expressions for an option's type: its reader, its writer and its description.</summary>
internal static class OptionTypeExpressions
{
    private const string Readers = ContractNames.Configuration + ".OptionReaders";
    private const string Writers = ContractNames.Configuration + ".OptionWriters";

    /// <summary>An <c>OptionReader&lt;T&gt;</c>.</summary>
    public static string Reader(OptionTypeModel type) => type switch
    {
        OptionTypeModel.Boolean => $"{Readers}.Boolean",
        OptionTypeModel.Text => $"{Readers}.Text",
        OptionTypeModel.FilePath => $"{Readers}.FilePath",
        OptionTypeModel.Duration => $"{Readers}.Duration",
        OptionTypeModel.Number number => $"{Readers}.{(number.IsInteger ? "Integer" : "Number")}<{number.TypeName}>",
        OptionTypeModel.Choice choice => $"{Readers}.Choice<{choice.TypeName}>({Choices(choice)})",
        OptionTypeModel.List list => $"{Readers}.List<{list.Item.TypeName}>({Reader(list.Item)})",
        OptionTypeModel.Map map => $"{Readers}.Map<{map.Item.TypeName}>({Reader(map.Item)})",
        OptionTypeModel.Section section => $"{Readers}.Section<{section.TypeName}>()",
        OptionTypeModel.Slot slot => $"{Readers}.Slot<{slot.KindTypeName}>({Literal.Text(slot.Kind)})",
        OptionTypeModel.Nullable nullable =>
            $"{Readers}.{OrNull(nullable)}<{nullable.Present.TypeName}>({Reader(nullable.Present)})",
        _ => throw new NotSupportedException($"{type} has no reader."),
    };

    /// <summary>An <c>OptionWriter&lt;T&gt;</c>.</summary>
    public static string Writer(OptionTypeModel type) => type switch
    {
        OptionTypeModel.Boolean => $"{Writers}.Boolean",
        OptionTypeModel.Text => $"{Writers}.Text",
        OptionTypeModel.FilePath => $"{Writers}.FilePath",
        OptionTypeModel.Duration => $"{Writers}.Duration",
        OptionTypeModel.Number number => $"{Writers}.Number<{number.TypeName}>",
        OptionTypeModel.Choice choice => $"{Writers}.Choice<{choice.TypeName}>({Choices(choice)})",
        OptionTypeModel.List list => $"{Writers}.List<{list.Item.TypeName}>({Writer(list.Item)})",
        OptionTypeModel.Map map => $"{Writers}.Map<{map.Item.TypeName}>({Writer(map.Item)})",
        OptionTypeModel.Section => $"{Writers}.Section",
        OptionTypeModel.Slot slot => $"{Writers}.Slot<{slot.KindTypeName}>",
        OptionTypeModel.Nullable nullable =>
            $"{Writers}.{OrNull(nullable)}<{nullable.Present.TypeName}>({Writer(nullable.Present)})",
        _ => throw new NotSupportedException($"{type} has no writer."),
    };

    /// <summary>An <c>OptionType</c> that knows the rules.</summary>
    public static string Description(OptionTypeModel type, IReadOnlyList<RuleModel> rules) => type switch
    {
        OptionTypeModel.Boolean => New("BooleanOption()"),
        OptionTypeModel.Text => New("TextOption()", [.. Lengths(rules), .. Patterns(rules)]),
        OptionTypeModel.FilePath => New("PathOption()"),
        OptionTypeModel.Duration => New("DurationOption()"),
        OptionTypeModel.Number number => New($"NumberOption({Literal.Boolean(number.IsInteger)})", Ranges(rules, ofItems: false)),
        OptionTypeModel.Choice choice => New(
            $"ChoiceOption([{string.Join(", ", choice.Choices.Select(item => Literal.Text(item.Name)))}])"),
        OptionTypeModel.List list => New($"ListOption({ItemDescription(list.Item, rules)})", Lengths(rules)),
        OptionTypeModel.Map map => New($"MapOption({ItemDescription(map.Item, [])})"),
        OptionTypeModel.Section section => New($"SectionOption(static () => {section.TypeName}.Descriptor)"),
        OptionTypeModel.Slot slot => New($"SlotOption({Literal.Text(slot.Kind)}, typeof({slot.KindTypeName}))"),
        OptionTypeModel.Nullable nullable => Description(nullable.Present, rules),
        _ => throw new NotSupportedException($"{type} has no description."),
    };

    private static string ItemDescription(OptionTypeModel item, IReadOnlyList<RuleModel> rules) => item is OptionTypeModel.Number number
        ? New($"NumberOption({Literal.Boolean(number.IsInteger)})", Ranges(rules, ofItems: true))
        : Description(item, []);

    private static IReadOnlyList<string> Ranges(IReadOnlyList<RuleModel> rules, bool ofItems) =>
    [
        .. rules.OfType<RuleModel.Range>().Where(range => range.OfItems == ofItems).SelectMany(range => new[]
        {
            $"Minimum = {Literal.Text(range.Minimum)}",
            $"Maximum = {Literal.Text(range.Maximum)}",
            $"MinimumIsExclusive = {Literal.Boolean(range.MinimumIsExclusive)}",
            $"MaximumIsExclusive = {Literal.Boolean(range.MaximumIsExclusive)}",
        }),
    ];

    private static IReadOnlyList<string> Lengths(IReadOnlyList<RuleModel> rules)
    {
        RuleModel.Length[] lengths = [.. rules.OfType<RuleModel.Length>()];
        int minimum = lengths.Select(length => length.Minimum).DefaultIfEmpty().Max();
        int? maximum = lengths.Select(length => length.Maximum).Where(limit => limit is not null).Min();
        return
        [
            .. minimum > 0 ? [$"MinimumLength = {minimum}"] : Array.Empty<string>(),
            .. maximum is { } limit ? [$"MaximumLength = {limit}"] : Array.Empty<string>(),
        ];
    }

    private static IReadOnlyList<string> Patterns(IReadOnlyList<RuleModel> rules) =>
        [.. rules.OfType<RuleModel.Pattern>().Select(pattern => $"Pattern = {Literal.Text(pattern.Expression)}")];

    private static string New(string call, IReadOnlyList<string>? members = null) => members is null or { Count: 0 }
        ? $"new {ContractNames.Configuration}.{call}"
        : $"new {ContractNames.Configuration}.{call} {{ {string.Join(", ", members)} }}";

    private static string Choices(OptionTypeModel.Choice choice) => string.Join(", ", choice.Choices.Select(item =>
        $"({Literal.Text(item.Name)}, {choice.TypeName}.{item.Member})"));

    private static string OrNull(OptionTypeModel.Nullable nullable) => nullable.IsReference ? "OrNullReference" : "OrNull";
}
