namespace MmoePipeline.Plugins.DataSources.Synthetic;

/// <summary>A sine of a label's linear part t: <c>sin(frequency t + phase)</c>.</summary>
/// <param name="Frequency">The frequency alpha.</param>
/// <param name="Phase">The phase beta.</param>
public readonly record struct Sine(double Frequency, double Phase);
