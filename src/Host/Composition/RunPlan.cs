using MmoePipeline.Configuration;

namespace MmoePipeline.Host.Composition;

/// <summary>A valid configuration, bound. Nothing after it reads configuration.</summary>
/// <param name="Configuration">The options.</param>
/// <param name="Tree">The merged tree that they were read from.</param>
internal sealed record RunPlan(RunConfiguration Configuration, ConfigurationNode Tree);
