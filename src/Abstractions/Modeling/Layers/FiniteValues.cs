using MmoePipeline.Configuration;
using MmoePipeline.Construction;

namespace MmoePipeline.Modeling.Layers;

/// <summary>Finds the plugin whose values are no finite numbers.</summary>
internal static class FiniteValues
{
    /// <summary>Looks at a plugin's values where the pass asks for it.</summary>
    /// <param name="values">What the plugin made.</param>
    /// <param name="trace">The pass.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="path">Its path in the configuration.</param>
    /// <param name="verb">What it did: <c>gives</c>.</param>
    /// <exception cref="PluginException">A value is NaN or infinite.</exception>
    public static void Require(torch.Tensor values, ForwardTrace? trace, PluginDescriptor plugin, string path, string verb)
    {
        if (trace is { RefusesNonFinite: true } && !values.isfinite().all().cpu().item<bool>())
        {
            throw new PluginException(PluginCodes.NotFinite, plugin, path, $"{verb} values that are not finite numbers");
        }
    }
}
