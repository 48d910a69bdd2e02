using MediatR;

namespace MmoePipeline.Engine.Events;

/// <summary>Passes an event on to a program's function.</summary>
/// <param name="handler">The function.</param>
internal sealed class CalledHandler<TEvent>(Action<TEvent> handler) : INotificationHandler<TEvent>
    where TEvent : INotification
{
    /// <inheritdoc/>
    public Task Handle(TEvent notification, CancellationToken cancellationToken)
    {
        handler(notification);
        return Task.CompletedTask;
    }
}
