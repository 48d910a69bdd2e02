namespace MmoePipeline.Campaigns.Interruptions;

/// <summary>How a process is stopped.</summary>
internal enum Interruption
{
    /// <summary>As a machine that loses its power: nothing of the program runs any more.</summary>
    Kill,

    /// <summary>As an administrator asks for it: the program saves and ends by itself.</summary>
    Terminate,
}
