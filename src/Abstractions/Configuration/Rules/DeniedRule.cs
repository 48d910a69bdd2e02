namespace MmoePipeline.Configuration.Rules;

/// <summary>Values that are wrong.</summary>
/// <typeparam name="T">The values' type.</typeparam>
/// <param name="Values">The values.</param>
public sealed record DeniedRule<T>(ImmutableArray<T> Values) : ValuesRule, IOptionRule<T>
    where T : IEquatable<T>
{
    /// <inheritdoc/>
    public override bool AreAllowed => false;

    /// <inheritdoc/>
    public override ImmutableArray<string> Json => [.. Values.Select(JsonValueText.Of)];

    /// <inheritdoc/>
    public bool Holds(T value) => !Values.Contains(value);
}
