using MediatR;

namespace MmoePipeline.Engine.Events;

/// <summary>Stands between the mediator and a configured handler.</summary>
/// <param name="configured">The handler.</param>
internal sealed class GuardedHandler<TEvent>(ConfiguredHandler configured) : INotificationHandler<TEvent>
    where TEvent : INotification
{
    /// <inheritdoc/>
    public Task Handle(TEvent notification, CancellationToken cancellationToken) => configured.TellAsync(
        typeof(TEvent).Name, () => ((INotificationHandler<TEvent>)configured.Handler).Handle(notification, cancellationToken), cancellationToken);
}
