namespace MmoePipeline.Probing;

/// <summary>Something that a person should know while the run continues.</summary>
/// <param name="Name">What it is, in kebab-case: <c>collapse</c>, <c>unstable</c>, <c>settled</c>, <c>tug-of-war</c>.</param>
/// <param name="Message">A sentence with the place and the figure.</param>
public sealed record ProbeAlert(string Name, string Message);
