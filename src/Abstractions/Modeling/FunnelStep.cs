namespace MmoePipeline.Modeling;

/// <summary>A step of a funnel, such as from a click to a purchase.</summary>
/// <param name="Earlier">The index of the task whose label has to be positive first.</param>
/// <param name="Later">The index of the task whose label can only be positive then.</param>
public sealed record FunnelStep(int Earlier, int Later);
