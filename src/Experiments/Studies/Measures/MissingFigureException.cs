namespace MmoePipeline.Experiments.Studies.Measures;

/// <summary>A claim can't be decided because a run or its figure is missing.</summary>
/// <param name="message">Which.</param>
internal sealed class MissingFigureException(string message) : Exception(message);
