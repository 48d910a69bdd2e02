using MmoePipeline.Composition;

namespace MmoePipeline.Modeling.Experts;

/// <summary>A kind of expert, which is built as a bank of several that work side by side.</summary>
[PluginKind("expert")]
public interface IExpert
{
    /// <summary>Builds a bank with fresh parameters, each expert drawn on its own.</summary>
    /// <param name="context">The bank's place in the network.</param>
    /// <returns>The bank, which the caller owns.</returns>
    /// <exception cref="BadInputException">The options don't suit the place.</exception>
    ExpertBank CreateBank(ExpertContext context);
}
