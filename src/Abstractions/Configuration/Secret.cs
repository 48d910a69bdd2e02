using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration;

/// <summary>
/// The value of an option that nobody else is to see, such as a password. In a configuration it is a text, or <c>env:NAME</c> for the
/// environment variable that holds it. Where options are written down, logged or shown, it never is: a resolved configuration names an
/// environment variable, which is to be set where it runs again.
/// </summary>
/// <remarks>
/// A type and not a mark on a text: as a text it would be in the <c>ToString</c> of the record that holds it, and in all that is made
/// of that.
/// </remarks>
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>What stands for a value that is not shown.</summary>
    public const string Mask = ConfigurationNode.Mask;

    /// <summary>Before the name of an environment variable.</summary>
    internal const string VariablePrefix = "env:";

    private readonly string _value;

    /// <summary>Keeps a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="variable">The environment variable that holds it when a resolved configuration is run again.</param>
    public Secret(string value, string variable) => (_value, Variable) = (value, variable);

    /// <summary>The environment variable that holds the value when a resolved configuration is run again.</summary>
    public string Variable { get; }

    /// <summary>The value, for the place where it is needed and nowhere else.</summary>
    public string Reveal() => _value;

    /// <summary><see cref="Mask"/>.</summary>
    public override string ToString() => Mask;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && other._value == _value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);
}
