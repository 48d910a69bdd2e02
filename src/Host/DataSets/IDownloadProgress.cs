namespace MmoePipeline.Host.DataSets;

/// <summary>Gets how far a download is.</summary>
internal interface IDownloadProgress
{
    /// <summary>A download begins.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="bytes">How many bytes are expected.</param>
    void Begin(Uri address, long bytes);

    /// <summary>More was read.</summary>
    /// <param name="bytes">The bytes so far.</param>
    void Continue(long bytes);

    /// <summary>The download ended, whatever its outcome.</summary>
    void End();
}
