namespace MmoePipeline.Engine.Training;

/// <summary>Leaves exceptions that no caller can catch to the process, which ends by them: a library does not change that.</summary>
internal sealed class LeftToProcess : IUncaughtExceptions, IDisposable
{
    /// <inheritdoc/>
    public IDisposable During(Func<Exception, Problem> giveUp) => this;

    /// <inheritdoc/>
    public void OnStep()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
