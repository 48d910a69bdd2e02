namespace MmoePipeline.Configuration.Rules;

/// <summary>A rule that values of a type have to keep; an <see cref="OptionRule"/>.</summary>
/// <typeparam name="T">The type.</typeparam>
public interface IOptionRule<in T>
{
    /// <summary>Whether a value keeps the rule.</summary>
    bool Holds(T value);

    /// <inheritdoc cref="OptionRule.Code"/>
    string Code { get; }

    /// <inheritdoc cref="OptionRule.Complaint"/>
    string Complaint(string? seen);
}
