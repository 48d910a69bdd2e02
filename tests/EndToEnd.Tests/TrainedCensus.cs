namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A short run of the census configuration that kept its test predictions, done once for all tests, and a folder of a test class.</summary>
public sealed class TrainedCensus : IAsyncLifetime, IDisposable
{
    private readonly Workplace _workplace = new();

    /// <summary>The run's folder.</summary>
    public string Run { get; private set; } = "";

    /// <summary>The run's test metrics, to the last digit.</summary>
    public string Test { get; private set; } = "";

    /// <summary>The rows of its table.</summary>
    public string[] Rows { get; private set; } = [];

    public async Task InitializeAsync()
    {
        RunReport report = await SharedRun.GetAsync("run.predictions=true", "probes=[]");
        (Run, Test) = (report.Run, report.Test);
        Rows = [.. CensusFile.Lines()];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _workplace.Dispose();

    /// <summary>The arguments of the same run, with a few values changed.</summary>
    internal string[] ShortRun(params string[] sets) => _workplace.ShortRun(sets);

    /// <summary>The path of a file of a test.</summary>
    public string PathOf(string name) => Path.Combine(_workplace.Folder, name);
}
