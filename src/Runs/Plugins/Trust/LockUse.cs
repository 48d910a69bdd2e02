namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>What the lock of a drop-in folder counts for.</summary>
internal enum LockUse
{
    /// <summary>Nothing: it is about to be written.</summary>
    None,

    /// <summary>Where there is one, only what it names is loaded.</summary>
    WhereThere,

    /// <summary>Only what a lock names is loaded: nothing of a folder without one.</summary>
    Required,
}
