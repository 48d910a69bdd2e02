using MmoePipeline.Configuration;

namespace MmoePipeline.Construction;

/// <summary>A plugin failed, or did what its kind must not do. The message names plugin, assembly and place in the configuration.</summary>
public sealed class PluginException : Exception
{
    /// <summary>Reports a fault that has no code of its own: it gets <see cref="PluginCodes.Failed"/>.</summary>
    /// <param name="plugin">Whose fault it is.</param>
    /// <param name="path">The plugin's path in the configuration, for instance <c>model.experts.0</c>.</param>
    /// <param name="fault">What it did, as the end of a sentence: <c>gives values of shape [2, 3], expected [3, 2]</c>.</param>
    /// <param name="cause">What it threw; null where it threw nothing.</param>
    public PluginException(PluginDescriptor plugin, string path, string fault, Exception? cause = null)
        : this(PluginCodes.Failed, plugin, path, fault, cause)
    {
    }

    /// <summary>Reports a fault.</summary>
    /// <param name="code">The kind of fault.</param>
    /// <param name="plugin">Whose fault it is.</param>
    /// <param name="path">The plugin's path in the configuration, for instance <c>model.experts.0</c>.</param>
    /// <param name="fault">What it did, as the end of a sentence: <c>gives values of shape [2, 3], expected [3, 2]</c>.</param>
    /// <param name="cause">What it threw; null where it threw nothing.</param>
    public PluginException(string code, PluginDescriptor plugin, string path, string fault, Exception? cause = null)
        : this(new Problem(code, path, $"{Name(plugin)} {fault}"), cause)
    {
    }

    private PluginException(Problem problem, Exception? cause)
        : base($"{problem}", cause) => Problem = problem;

    /// <summary>What is reported; its place is the plugin's path.</summary>
    public Problem Problem { get; }

    /// <summary>A plugin as messages name it: <c>expert 'sine' of Sine.dll</c>.</summary>
    public static string Name(PluginDescriptor plugin) => $"{plugin.Kind} '{plugin.Name}' of {plugin.Type.Assembly.ManifestModule.ScopeName}";
}
