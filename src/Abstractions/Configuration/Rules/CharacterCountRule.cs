namespace MmoePipeline.Configuration.Rules;

/// <summary>Limits of the number of UTF-16 characters of a text.</summary>
/// <param name="Minimum">The least number.</param>
/// <param name="Maximum">The largest number; null for no limit.</param>
public sealed record CharacterCountRule(int Minimum, int? Maximum) : OptionRule, IOptionRule<string>
{
    /// <inheritdoc/>
    public override string Code => OptionCodes.WrongLength;

    /// <inheritdoc/>
    public override string Statement => CountStatement(Minimum, Maximum, "character");

    /// <inheritdoc/>
    public bool Holds(string value) => value.Length >= Minimum && (Maximum is null || value.Length <= Maximum);
}
