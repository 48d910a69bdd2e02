namespace MmoePipeline.Configuration;

/// <summary><c>null</c>, or a value.</summary>
/// <param name="Present">What values there are beside <c>null</c>.</param>
public sealed record NullableOption(OptionType Present) : OptionType;
