using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Modeling;

namespace MmoePipeline.Testing.Subjects;

/// <summary>The services that plugins are constructed with: a clock, silent logs, and the author's own.</summary>
internal sealed class ConformanceServices(ConformanceClock clock, IServiceProvider? others) : IServiceProvider
{
    public object? GetService(Type serviceType) => others?.GetService(serviceType) ?? serviceType switch
    {
        _ when serviceType == typeof(ITrainingClock) => clock,
        _ when serviceType == typeof(ILoggerFactory) => NullLoggerFactory.Instance,
        _ when serviceType == typeof(ILogger) => NullLogger.Instance,
        { IsConstructedGenericType: true } when serviceType.GetGenericTypeDefinition() == typeof(ILogger<>) =>
            Activator.CreateInstance(typeof(Logger<>).MakeGenericType(serviceType.GenericTypeArguments), NullLoggerFactory.Instance),
        _ => null,
    };
}
