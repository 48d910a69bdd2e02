using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Modeling;

namespace MmoePipeline.Inference.Prediction;

/// <summary>The services that constructors of plugins may ask for where nothing is trained.</summary>
/// <param name="logging">Where plugins log to; null for nowhere.</param>
internal sealed class PredictionServices(ILoggerFactory? logging) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) =>
        serviceType == typeof(ILoggerFactory) ? logging ?? NullLoggerFactory.Instance
        : serviceType == typeof(TimeProvider) ? TimeProvider.System
        : serviceType == typeof(ITrainingClock) ? FinishedClock.Instance
        : serviceType.IsConstructedGenericType && serviceType.GetGenericTypeDefinition() == typeof(ILogger<>)
            ? Activator.CreateInstance(typeof(Logger<>).MakeGenericType(serviceType.GenericTypeArguments), logging ?? NullLoggerFactory.Instance)
        : null;

    /// <summary>No step is to come.</summary>
    private sealed class FinishedClock : ITrainingClock
    {
        public static FinishedClock Instance { get; } = new();

        public long Step => 0;

        public int Epoch => 0;

        public int StepsPerEpoch => 0;

        public int Epochs => 0;
    }
}
