using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Events;
using MmoePipeline.Resuming;

namespace MmoePipeline.Engine.Events;

/// <summary>An event handler of the configuration: one that throws hears nothing more.</summary>
internal sealed class ConfiguredHandler : IResumable, IDisposable
{
    private readonly PluginSlot<IEventHandler> _slot;
    private readonly ILogger _logger;
    private bool _isOff;

    /// <summary>Constructs the handler.</summary>
    /// <exception cref="BadInputException">It implements no handler's interface.</exception>
    public ConfiguredHandler(PluginSlot<IEventHandler> slot, PluginActivator activator, ILogger logger)
    {
        (_slot, _logger) = (slot, logger);
        Handler = slot.Plugin.Type.GetInterfaces().Any(EventHandlers.IsHandler)
            ? activator.Create(slot)
            : throw new BadInputException(
                PluginCodes.HandlerWithoutEvents,
                slot.Path,
                $"{PluginException.Name(slot.Plugin)} handles no event; expected a class that implements INotificationHandler<TEvent>.");
    }

    /// <summary>Its path in the configuration.</summary>
    public string Path => _slot.Path;

    /// <summary>The plugin.</summary>
    public IEventHandler Handler { get; }

    /// <summary>Tells it of an event.</summary>
    /// <param name="what">The event's name.</param>
    /// <param name="handle">Calls the plugin.</param>
    /// <param name="cancellation">What the plugin may end its work by.</param>
    public async Task TellAsync(string what, Func<Task> handle, CancellationToken cancellation)
    {
        if (_isOff)
        {
            return;
        }

        try
        {
            await handle();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A stranger's handler is not worth a run, whatever it throws.
            SwitchOff($"at {what}", exception);
        }
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        if (!state.IsLoading && !_isOff && Handler is IResumable saved)
        {
            try
            {
                state.Part("handler", saved.ExchangeState);
            }
            catch (Exception exception)
            {
                SwitchOff("when its state was saved", exception);
            }
        }

        _isOff = state.Exchange("isOff", _isOff);
        if (state.IsLoading && !_isOff && Handler is IResumable loaded)
        {
            state.Part("handler", loaded.ExchangeState);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            (Handler as IDisposable)?.Dispose();
        }
        catch (Exception exception)
        {
            SwitchOff("when it was disposed", exception);
        }
    }

    private void SwitchOff(string when, Exception exception)
    {
        _isOff = true;
        _logger.LogDebug(exception, "a handler failed");
        _logger.LogWarning(
            PluginCodes.HandlerOff + " {Path}: {Plugin} failed {When} with {Type}: {Message}; it is switched off, and the run continues",
            _slot.Path,
            PluginException.Name(_slot.Plugin),
            when,
            exception.GetType().Name,
            exception.Message.ReplaceLineEndings(" "));
    }
}
