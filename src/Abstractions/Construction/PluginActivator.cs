using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Construction;

/// <summary>
/// Constructs plugins. It passes the host's services to their constructors, and disposes of the plugins that nothing else owns when it is
/// disposed of itself, the newest first.
/// </summary>
/// <remarks>
/// Plugins of a kind that <see cref="PluginKindAttribute.HasOwner"/> are left to what they are a part of: loss weightings, gate-regularizers,
/// optimizers, probes and event handlers. The activator owns data sources, tasks, schedules, experts and architectures. A plugin that constructs
/// plugins itself may take the activator in its constructor, like any service.
/// </remarks>
public sealed class PluginActivator : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly Stack<IDisposable> _owned = [];

    /// <summary>Creates an activator.</summary>
    /// <param name="services">The services for constructors; null for none.</param>
    /// <param name="logger">Receives what plugins throw when they are disposed of; null for nothing.</param>
    public PluginActivator(IServiceProvider? services = null, ILogger<PluginActivator>? logger = null)
    {
        _services = new Services(this, services);
        _logger = logger ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>Constructs a new instance of a plugin whose kind has no context.</summary>
    /// <param name="slot">Which plugin, and its options.</param>
    /// <exception cref="PluginException">The constructor threw, or the kind has a context.</exception>
    /// <exception cref="BadInputException">The constructor reports that its options don't suit.</exception>
    public TKind Create<TKind>(PluginSlot<TKind> slot)
        where TKind : class => slot.Plugin.ContextType is { } required
            ? throw new PluginException(slot.Plugin, slot.Path, $"is constructed with a {required.Name}, and none was given")
            : Construct(slot, null);

    /// <summary>Constructs a new instance of a plugin in a context.</summary>
    /// <param name="slot">Which plugin, and its options.</param>
    /// <param name="context">What the kind is constructed with.</param>
    /// <exception cref="PluginException">The constructor threw.</exception>
    /// <exception cref="BadInputException">The constructor reports that its options don't suit the context.</exception>
    public TKind Create<TKind, TContext>(PluginSlot<TKind> slot, TContext context)
        where TKind : class, IRequiresContext<TContext>
        where TContext : PluginContext
    {
        ArgumentNullException.ThrowIfNull(context);
        return Construct(slot, context);
    }

    /// <summary>Disposes of the plugins that it owns.</summary>
    public void Dispose()
    {
        while (TryPop(out IDisposable? plugin))
        {
            try
            {
                plugin.Dispose();
            }
            catch (Exception exception)
            {
                // The run is over; a plugin that fails now changes nothing.
                _logger.LogWarning(
                    PluginCodes.DisposalFailed + " {Plugin} failed when it was disposed of, with {Type}: {Message}",
                    plugin.GetType().FullName,
                    exception.GetType().Name,
                    exception.Message.ReplaceLineEndings(" "));
            }
        }
    }

    private TKind Construct<TKind>(PluginSlot<TKind> slot, PluginContext? context)
        where TKind : class
    {
        try
        {
            var plugin = (TKind)slot.Plugin.Create(slot.Options, context, _services);
            Keep(plugin, slot.Plugin.KindType);
            return plugin;
        }
        catch (Exception exception) when (exception is not (BadInputException or PluginException or OperationCanceledException))
        {
            Exception cause = exception.GetBaseException();
            throw new PluginException(
                PluginCodes.NotConstructed, slot.Plugin, slot.Path, $"could not be constructed: {cause.GetType().Name}: {VisibleText.OnOneLine(cause.Message)}", exception);
        }
    }

    private void Keep(object plugin, Type kind)
    {
        if (plugin is IDisposable owned && kind.GetCustomAttribute<PluginKindAttribute>()?.HasOwner != true)
        {
            lock (_owned)
            {
                _owned.Push(owned);
            }
        }
    }

    private bool TryPop([NotNullWhen(true)] out IDisposable? plugin)
    {
        lock (_owned)
        {
            return _owned.TryPop(out plugin);
        }
    }

    /// <summary>The host's services and the activator.</summary>
    private sealed class Services(PluginActivator activator, IServiceProvider? others) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PluginActivator) ? activator : others?.GetService(serviceType);
    }
}
