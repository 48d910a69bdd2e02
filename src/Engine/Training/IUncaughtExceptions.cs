namespace MmoePipeline.Engine.Training;

/// <summary>
/// Exceptions that no caller can catch: those of a plugin's own backward function, which libtorch calls and through which no exception passes, and
/// those of a plugin's own threads. Only the owner of the process can handle them.
/// </summary>
internal interface IUncaughtExceptions
{
    /// <summary>Says what a run does when it can't continue.</summary>
    /// <param name="giveUp">Saves what can be saved and gives the problem. Called on the run's thread, between two changes of parameters.</param>
    /// <returns>To be disposed of when the run is over.</returns>
    IDisposable During(Func<Exception, Problem> giveUp);

    /// <summary>Called by the run before each step.</summary>
    /// <exception cref="Exception">What a thread of a plugin's own threw.</exception>
    void OnStep();
}
