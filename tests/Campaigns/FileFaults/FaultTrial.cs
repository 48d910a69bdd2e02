using MmoePipeline.Campaigns.Runs;

namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>The folders and files of one run or prediction whose files fail.</summary>
/// <param name="folder">Its folder.</param>
internal sealed class FaultTrial(string folder)
{
    /// <summary>Its folder.</summary>
    public string Folder => folder;

    /// <summary>The folder of the files that may fail.</summary>
    public string Files => Path.Combine(folder, "files");

    /// <summary>The folder of what is told of them.</summary>
    public string Records => Path.Combine(folder, "records");

    /// <summary>The rows.</summary>
    public string Data => Path.Combine(Files, "census.csv.gz");

    /// <summary>The folder of the run folder.</summary>
    public string Runs => Path.Combine(Files, "runs");

    /// <summary>The run folder; null where there is none.</summary>
    public string? Run => CampaignRun.FolderIn(Runs);

    /// <summary>The file of predictions.</summary>
    public string Predictions => Path.Combine(Files, "predicted.csv");

    /// <summary>Whether something was not as it should be; its files stay then.</summary>
    public bool HasFailed { get; set; }
}
