using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Events;
using MmoePipeline.Resuming;

namespace MmoePipeline.Engine.Events;

/// <summary>The configured event handlers of a run. It owns them.</summary>
internal sealed class EventHandlers : IDisposable
{
    private readonly ImmutableArray<ConfiguredHandler> _handlers;

    /// <summary>Constructs the handlers.</summary>
    /// <param name="slots">The configured handlers.</param>
    /// <param name="activator">Constructs them.</param>
    /// <param name="logger">Is told of what they throw.</param>
    private EventHandlers(ImmutableArray<PluginSlot<IEventHandler>> slots, PluginActivator activator, ILogger logger)
    {
        var made = ImmutableArray.CreateBuilder<ConfiguredHandler>(slots.Length);
        try
        {
            foreach (PluginSlot<IEventHandler> slot in slots)
            {
                made.Add(new ConfiguredHandler(slot, activator, logger));
            }
        }
        catch
        {
            foreach (ConfiguredHandler handler in made)
            {
                handler.Dispose();
            }

            throw;
        }

        _handlers = made.ToImmutable();
    }

    /// <summary>The handlers' state, by their paths in the configuration.</summary>
    public ImmutableArray<(string Name, IResumable Part)> ResumableParts => [.. _handlers.Select(handler => (handler.Path, (IResumable)handler))];

    /// <summary>Makes the handlers hear of the events whose interfaces they implement.</summary>
    public static void Register(IServiceCollection services, ImmutableArray<PluginSlot<IEventHandler>> slots)
    {
        services.AddSingleton(provider => new EventHandlers(
            slots, provider.GetRequiredService<PluginActivator>(), provider.GetRequiredService<ILogger<EventHandlers>>()));

        // The container owns the handlers, so that it disposes them; the run decides when they are constructed.
        services.AddSingleton(provider => new Lazy<EventHandlers>(provider.GetRequiredService<EventHandlers>));
        for (int index = 0; index < slots.Length; index++)
        {
            int number = index;
            foreach (Type heard in slots[index].Plugin.Type.GetInterfaces().Where(IsHandler))
            {
                Type guarded = typeof(GuardedHandler<>).MakeGenericType(heard.GenericTypeArguments);
                services.AddSingleton(
                    heard, provider => Activator.CreateInstance(guarded, provider.GetRequiredService<EventHandlers>()._handlers[number])!);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ConfiguredHandler handler in _handlers)
        {
            handler.Dispose();
        }
    }

    /// <summary>Whether a type is MediatR's interface of a handler.</summary>
    public static bool IsHandler(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INotificationHandler<>);
}
