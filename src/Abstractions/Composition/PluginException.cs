namespace MmoePipeline.Composition;

/// <summary>A plugin failed, or did what its kind must not do. The message names plugin, assembly and place in the configuration.</summary>
public sealed class PluginException : Exception
{
    /// <summary>Tells of a fault.</summary>
    /// <param name="plugin">Whose fault it is.</param>
    /// <param name="path">The plugin's path in the configuration, for instance <c>model.experts.0</c>.</param>
    /// <param name="fault">What it did, as the end of a sentence: <c>gives values of shape [2, 3], [3, 2] is due</c>.</param>
    /// <param name="cause">What it threw; null where it threw nothing.</param>
    public PluginException(PluginDescriptor plugin, string path, string fault, Exception? cause = null)
        : base($"{path}: {Name(plugin)} {fault}", cause)
    {
    }

    /// <summary>A plugin as messages name it: <c>expert 'sine' of Sine.dll</c>.</summary>
    public static string Name(PluginDescriptor plugin) => $"{plugin.Kind} '{plugin.Name}' of {plugin.Type.Assembly.ManifestModule.ScopeName}";
}
