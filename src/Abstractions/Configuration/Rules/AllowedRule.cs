namespace MmoePipeline.Configuration.Rules;

/// <summary>The only values that are right.</summary>
/// <typeparam name="T">The values' type.</typeparam>
/// <param name="Values">The values.</param>
public sealed record AllowedRule<T>(ImmutableArray<T> Values) : ValuesRule, IOptionRule<T>
    where T : IEquatable<T>
{
    /// <inheritdoc/>
    public override bool AreAllowed => true;

    /// <inheritdoc/>
    public override ImmutableArray<string> Json => [.. Values.Select(JsonValueText.Of)];

    /// <inheritdoc/>
    public bool Holds(T value) => Values.Contains(value);
}
