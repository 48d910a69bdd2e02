namespace MmoePipeline.Runs.Folders;

/// <summary>The run that this process does: the handlers of its events ask it for the run folder.</summary>
internal sealed class RunSession
{
    private RunFolder? _folder;

    /// <summary>Whether there is a run folder.</summary>
    public bool IsStarted => _folder is not null;

    /// <summary>The run folder.</summary>
    /// <exception cref="InvalidOperationException">The run has not started.</exception>
    public RunFolder Folder
    {
        get => _folder ?? throw new InvalidOperationException("The run has not started.");
        set => _folder = value;
    }
}
