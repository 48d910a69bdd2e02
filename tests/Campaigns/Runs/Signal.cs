namespace MmoePipeline.Campaigns.Runs;

/// <summary>How a process is stopped.</summary>
internal enum Signal
{
    /// <summary>As a machine that loses its power: nothing of the program runs any more.</summary>
    Kill,

    /// <summary>As an administrator asks for it: the program saves and ends by itself.</summary>
    Terminate,
}
