namespace MmoePipeline.Probing;

/// <summary>A change of the configuration that is worth a try against a trouble.</summary>
/// <param name="Reason">A sentence: what it does about the trouble.</param>
/// <param name="Path">The configuration path that it sets, for instance <c>model.gate.regularizers</c>.</param>
/// <param name="Json">The value that it sets there, as JSON.</param>
public sealed record Cure(string Reason, string Path, string Json);
