namespace MmoePipeline.Configuration.Rules;

/// <summary>A text has to have more than white space.</summary>
public sealed record NotBlankRule : OptionRule, IOptionRule<string>
{
    /// <inheritdoc/>
    public override string Code => OptionCodes.BlankText;

    /// <inheritdoc/>
    public override string Statement => "must not be blank";

    /// <inheritdoc/>
    public bool Holds(string value) => !string.IsNullOrWhiteSpace(value);
}
