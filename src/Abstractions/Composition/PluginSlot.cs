using MmoePipeline.Configuration;

namespace MmoePipeline.Composition;

/// <summary>
/// A place of the configuration that a plugin fills: which plugin, and its bound options. It is a recipe, from which any
/// number of instances are made; two slots are equal when plugin and options are.
/// </summary>
/// <typeparam name="TKind">The kind: an interface or abstract class marked <see cref="PluginKindAttribute"/>.</typeparam>
/// <param name="Plugin">The plugin that was picked.</param>
/// <param name="Options">Its options; null for a plugin without options.</param>
/// <param name="Path">The slot's path in the configuration, for instance <c>model.experts.0</c>.</param>
public sealed record PluginSlot<TKind>(PluginDescriptor Plugin, object? Options, string Path)
    where TKind : class
{
    /// <summary>
    /// Constructs a new instance of the plugin. One that is <see cref="IDisposable"/> is disposed of once, when the run is over: a module (an
    /// architecture's network, a loss weighting, a gate regularizer), an optimizer, a probe or an event handler by what it is a part of, any other (a data
    /// source, a task, a schedule, an expert) by the host.
    /// </summary>
    /// <param name="services">The host's services, for the plugin's constructor.</param>
    /// <exception cref="PluginException">The constructor threw.</exception>
    /// <exception cref="BadInputException">The constructor says that its options don't suit.</exception>
    public TKind Create(IServiceProvider services)
    {
        try
        {
            var plugin = (TKind)Plugin.Create(Options, services);
            (services.GetService(typeof(IPluginOwner)) as IPluginOwner)?.Own(plugin);
            return plugin;
        }
        catch (Exception exception) when (exception is not (BadInputException or PluginException or OperationCanceledException))
        {
            Exception cause = exception.GetBaseException();
            throw new PluginException(
                PluginCodes.NotConstructed, Plugin, Path, $"could not be constructed: {cause.GetType().Name}: {VisibleText.OnOneLine(cause.Message)}", exception);
        }
    }
}
