using MmoePipeline.Composition;

namespace MmoePipeline.Modeling;

/// <summary>How tasks share a network: shared bottom, multi-gate mixture of experts and so on.</summary>
[PluginKind("architecture")]
public interface IArchitecture
{
    /// <summary>Builds the network with fresh parameters on <see cref="ModelContext.Device"/>.</summary>
    /// <param name="context">What it is built for.</param>
    /// <returns>The network, which the caller owns.</returns>
    /// <exception cref="BadInputException">The configured parts don't fit together.</exception>
    MultiTaskModel Build(ModelContext context);
}
