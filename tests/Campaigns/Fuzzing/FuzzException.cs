namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>A reader did something wrong with an input.</summary>
/// <param name="message">What it did.</param>
internal sealed class FuzzException(string message) : Exception(message);
