namespace MmoePipeline.Configuration;

/// <summary>A text that is never shown, or <c>env:NAME</c> for the environment variable that holds it.</summary>
public sealed record SecretOption : OptionType;
