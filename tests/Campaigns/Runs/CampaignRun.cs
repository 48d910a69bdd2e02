namespace MmoePipeline.Campaigns.Runs;

/// <summary>The run that the campaigns disturb: all that draws at random, remembers or decides by the clock, on a made-up table in the form of the census data.</summary>
internal static class CampaignRun
{
    private static readonly string[] Sets =
    [
        "training.optimizer.learningRate=0.01", "training.schedule={ \"type\": \"cosine\" }", "run.predictions=true", "loss={ \"type\": \"uncertainty\" }",
    ];

    /// <summary>Writes the table into a folder; its path.</summary>
    public static string WriteTable(string folder)
    {
        string table = Path.Combine(folder, "census-like.csv.gz");
        CensusLikeTable.Write(table);
        return table;
    }

    /// <summary>The arguments that do it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">The folder of its run folder.</param>
    /// <param name="epochs">Epochs; the gates are frozen in the one after the half.</param>
    /// <param name="sets">Further values.</param>
    public static ImmutableArray<string> Arguments(string table, string output, int epochs, params IEnumerable<string> sets) =>
    [
        "run", RepositoryFiles.PathOf("configs", "census.json"),
        .. Sets.Concat(
        [
            $"data.source.path={table}", $"run.output={output}", $"training.epochs={epochs}",
            $$"""model.gate.regularizers=[{ "type": "dropout", "rate": 0.1 }, { "type": "freeze", "epoch": {{(epochs / 2) + 1}}, "thawAfter": 1 }]""",
        ]).Concat(sets).SelectMany(set => new[] { "--set", set }),
    ];

    /// <summary>
    /// The run folder in a folder; null where there is none. It is whole: what a killed process had not finished has a temporary name and is no run.
    /// </summary>
    public static string? FolderIn(string output) => Directory.Exists(output)
        ? Directory.EnumerateDirectories(output).SingleOrDefault(run => !run.EndsWith(".tmp", StringComparison.Ordinal))
        : null;
}
