namespace MmoePipeline.Probing;

/// <summary>A change of the configuration that may help against an issue.</summary>
/// <param name="Reason">A sentence: what it does about the issue.</param>
/// <param name="Path">The configuration path that it sets, for instance <c>model.gate.regularizers</c>.</param>
/// <param name="Json">The value that it sets there, as JSON.</param>
public sealed record Remedy(string Reason, string Path, string Json);
