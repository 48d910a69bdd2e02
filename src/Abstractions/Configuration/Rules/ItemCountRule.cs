namespace MmoePipeline.Configuration.Rules;

/// <summary>Limits of the number of items of a list or members of an object.</summary>
/// <param name="Minimum">The least number.</param>
/// <param name="Maximum">The largest number; null for no limit.</param>
public sealed record ItemCountRule(int Minimum, int? Maximum) : OptionRule, IOptionRule<int>
{
    /// <inheritdoc/>
    public override string Code => OptionCodes.WrongItemCount;

    /// <inheritdoc/>
    public override string Statement => CountStatement(Minimum, Maximum, "item");

    /// <inheritdoc/>
    public bool Holds(int value) => value >= Minimum && (Maximum is null || value <= Maximum);
}
