using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Terminal;

/// <summary>An option's type in words.</summary>
internal static class OptionTypeText
{
    /// <summary>For instance <c>whole number, 1 or more</c>.</summary>
    public static string Of(OptionDescriptor option) => Of(option.Type) + (option.IsNullable ? " or null" : "");

    private static string Of(OptionType type) => type switch
    {
        BooleanOption => "true or false",
        TextOption => "text",
        PathOption => "path",
        DurationOption => "duration",
        NumberOption number => (number.IsInteger ? "whole number" : "number") + Limits(number),
        ChoiceOption choice => string.Join(" | ", choice.Choices),
        ListOption list => $"list of {Of(list.Item)}",
        MapOption map => $"object of {Of(map.Item)}",
        SlotOption slot => slot.Kind,
        SectionOption section => $"section: {string.Join(", ", section.Section().Options.Select(option => option.Key))}",
        _ => throw new NotSupportedException($"{type.GetType().Name} has no words."),
    };

    private static string Limits(NumberOption number)
    {
        string least = number.Minimum is null ? "" : $" {(number.MinimumIsExclusive ? ">" : ">=")} {number.Minimum}";
        string most = number.Maximum is null ? "" : $" {(number.MaximumIsExclusive ? "<" : "<=")} {number.Maximum}";
        return least.Length > 0 && most.Length > 0 ? $"{least},{most}" : least + most;
    }
}
