namespace MmoePipeline.Configuration;

/// <summary>Reads an option's value from the configuration. Called by generated code.</summary>
/// <typeparam name="T">The option's type.</typeparam>
/// <param name="node">The value as it was written.</param>
/// <param name="binding">Gets the problems.</param>
/// <param name="value">The value; of use only where the result is true.</param>
/// <returns>Whether the value could be read; where not, at least one problem was reported.</returns>
public delegate bool OptionReader<T>(ConfigurationNode node, OptionsBinding binding, out T value);
