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
