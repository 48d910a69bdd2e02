namespace MmoePipeline.Configuration;

/// <summary>An option of a record, whatever its type: its key, its form and its documentation. Made by generated code.</summary>
public abstract class OptionKey
{
    private protected OptionKey(string key) => Key = key;

    /// <summary>The key in the configuration.</summary>
    public string Key { get; }

    /// <summary>What values it takes.</summary>
    public abstract OptionType Type { get; }

    /// <summary>The summary of its doc comment, as plain text on one line; empty where there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The remarks of its doc comment, as plain text on one line; empty where there are none.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>Whether it has to be there.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>An option of a record. Binder, writer and descriptor of the record are made of these.</summary>
/// <typeparam name="T">The type of the record's property.</typeparam>
/// <param name="key">The key in the configuration.</param>
/// <param name="form">Reads, checks, writes and describes its values.</param>
public sealed class OptionKey<T>(string key, OptionForm<T> form) : OptionKey(key)
{
    /// <summary>Reads, checks, writes and describes its values.</summary>
    public OptionForm<T> Form { get; } = form;

    /// <inheritdoc/>
    public override OptionType Type => Form.Type;

    /// <summary>Describes the option for people and editors.</summary>
    /// <param name="defaultValue">The value of a record that nothing was configured for; not looked at where the option is required.</param>
    public OptionDescriptor Describe(T defaultValue) => new(Key, Type, Summary)
    {
        Remarks = Remarks,
        IsRequired = IsRequired,
        Default = IsRequired || Type is SectionOption ? null : OptionsWriter.ToJson(Form, defaultValue),
    };
}
