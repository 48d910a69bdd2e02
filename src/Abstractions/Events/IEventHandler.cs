using MediatR;
using MmoePipeline.Composition;

namespace MmoePipeline.Events;

/// <summary>
/// Handles events of a run: the class implements <see cref="INotificationHandler{TNotification}"/> for each event that it wants,
/// <see cref="RunStarted"/>, <see cref="EpochCompleted"/> and so on, or events that another plugin publishes through <see cref="IMediator"/>.
/// </summary>
/// <remarks>
/// One instance serves a run. It is called on the run's thread, between steps, after the program's own handlers of the event; the run
/// waits for it. What it throws is logged as a warning, and it is not called again; the run continues. One that is <see cref="IDisposable"/> is
/// disposed after the run.
/// </remarks>
[PluginKind("event-handler", HasOwner = true)]
public interface IEventHandler;
