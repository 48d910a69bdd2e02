namespace MmoePipeline.Generators.Model;

/// <summary>A property of an options record.</summary>
/// <param name="Property">Its name in C#.</param>
/// <param name="Key">Its name in configurations.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsRequired">Whether it has to be there.</param>
/// <param name="Rules">The rules of its value.</param>
/// <param name="ItemRules">The rules of each item of its value.</param>
/// <param name="Documentation">Its doc comment.</param>
/// <param name="IsIncluded">Whether it stands for the options of another record, which are read from the same section; it has no key then.</param>
internal sealed record OptionModel(
    string Property,
    string Key,
    OptionTypeModel Type,
    bool IsRequired,
    EquatableArray<RuleModel> Rules,
    EquatableArray<RuleModel> ItemRules,
    DocumentationModel Documentation,
    bool IsIncluded = false);
