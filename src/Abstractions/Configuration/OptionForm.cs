using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration;

/// <summary>The form that values of a type have in configurations. Immutable; those of the contract come from <see cref="Forms.OptionForms"/>.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class OptionForm<T>
{
    /// <summary>What values there are, for people and editors.</summary>
    public abstract OptionType Type { get; }

    /// <summary>Reads a value and checks its rules.</summary>
    /// <param name="node">The value as it was written.</param>
    /// <param name="binding">Gets the problems.</param>
    /// <param name="value">The value; of use only where the result is true.</param>
    /// <returns>Whether the value is right; where not, at least one problem was reported.</returns>
    public abstract bool Read(ConfigurationNode node, OptionsBinding binding, out T value);

    /// <summary>Writes a value, so that it reads as the same value.</summary>
    /// <param name="writer">Gets the JSON.</param>
    /// <param name="value">The value.</param>
    public abstract void Write(OptionsWriter writer, T value);
}
