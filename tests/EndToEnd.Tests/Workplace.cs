namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A folder of a test class.</summary>
public sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mmoe-e2e").FullName;

    public string Runs => Path.Combine(Folder, "runs");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A short run of the census configuration on a made-up table: one epoch of a small network, with a few values changed.</summary>
    internal string[] ShortRun(params string[] sets) => Arguments(Runs, sets);

    /// <summary>Arguments that set values.</summary>
    internal static IEnumerable<string> Set(params string[] sets) => sets.SelectMany(set => new[] { "--set", set });

    /// <summary>Does a short run that has to succeed.</summary>
    internal Task<RunReport> RunAsync(params string[] sets) => RunIntoAsync(Runs, sets);

    /// <summary>Does a short run that has to succeed.</summary>
    /// <param name="output">Where the run folder is made.</param>
    /// <param name="sets">Values that are changed.</param>
    internal static async Task<RunReport> RunIntoAsync(string output, params string[] sets)
    {
        Outcome outcome = await Mmoe.RunAsync(Arguments(output, sets));
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        return RunReport.Parse(outcome.Output);
    }

    private static string[] Arguments(string output, string[] sets) =>
    [
        "run", Mmoe.Census, "--format", "json",
        .. Set(
        [
            $"data.source.path={CensusFile.FullPath}", $"run.output={output}", $"data.cache={SharedFolder.Cache}", "training.epochs=1", "training.batchSize=4096",
            "training.optimizer.learningRate=0.01", "model.experts.0.hidden=[8]", "data.features.embeddingDimension=4", .. sets,
        ]),
    ];
}
