namespace MmoePipeline.Configuration;

/// <summary>Writes an option's value as JSON, so that reading it gives an equal value. Called by generated code.</summary>
/// <typeparam name="T">The option's type.</typeparam>
/// <param name="writer">Gets one JSON value.</param>
/// <param name="value">The value.</param>
public delegate void OptionWriter<in T>(OptionsWriter writer, T value);
