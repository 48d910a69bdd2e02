namespace MmoePipeline.Generators.Model;

/// <summary>The type of an option: one of the records nested here, one for each form that the contract knows.</summary>
/// <param name="TypeName">The fully qualified C# type.</param>
internal abstract record OptionTypeModel(string TypeName)
{
    /// <summary><c>bool</c>.</summary>
    public sealed record Boolean(string TypeName) : OptionTypeModel(TypeName);

    /// <summary><c>string</c>.</summary>
    public sealed record Text(string TypeName) : OptionTypeModel(TypeName);

    /// <summary>The contract's <c>Secret</c>.</summary>
    public sealed record Secret(string TypeName) : OptionTypeModel(TypeName);

    /// <summary><c>string</c> marked as a path; <paramref name="Endings"/> are those of files that the plugin is picked for.</summary>
    public sealed record FilePath(string TypeName, EquatableArray<string> Endings) : OptionTypeModel(TypeName);

    /// <summary><c>TimeSpan</c>.</summary>
    public sealed record Duration(string TypeName) : OptionTypeModel(TypeName);

    /// <summary>A number type.</summary>
    public sealed record Number(string TypeName, NumberType Type) : OptionTypeModel(TypeName);

    /// <summary>An enum, by the kebab-case names of its members.</summary>
    public sealed record Choice(string TypeName, EquatableArray<ChoiceModel> Choices) : OptionTypeModel(TypeName);

    /// <summary>A list; <paramref name="Factory"/> is the contract's method that makes its form.</summary>
    public sealed record List(string TypeName, string Factory, OptionTypeModel Item) : OptionTypeModel(TypeName);

    /// <summary>An object with keys of the user's own; <paramref name="Factory"/> is the contract's method that makes its form.</summary>
    public sealed record Map(string TypeName, string Factory, OptionTypeModel Item) : OptionTypeModel(TypeName);

    /// <summary>A record of options.</summary>
    public sealed record Section(string TypeName) : OptionTypeModel(TypeName);

    /// <summary><c>PluginSlot&lt;TKind&gt;</c>.</summary>
    public sealed record Slot(string TypeName, string Kind, string KindTypeName) : OptionTypeModel(TypeName);

    /// <summary>A nullable form of another type.</summary>
    public sealed record Nullable(string TypeName, OptionTypeModel Present, bool IsReference) : OptionTypeModel(TypeName);
}
