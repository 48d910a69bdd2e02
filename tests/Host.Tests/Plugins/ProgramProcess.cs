using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>The real program, as a process of its own.</summary>
internal static class ProgramProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end; a stack trace among its messages is a failure.</summary>
    public static Task<(int ExitCode, string Output, string Messages)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs it to its end with variables of the environment.</summary>
    public static async Task<(int ExitCode, string Output, string Messages)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        string configuration = typeof(ProgramProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "Configuration").Value!;
        var start = new ProcessStartInfo("dotnet", [RepositoryFiles.PathOf("src", "Host", "bin", configuration, "net10.0", "mmoe.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.PathOf(),
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MMOE", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> messages = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.DoesNotContain("   at ", await messages, StringComparison.Ordinal);
        return (process.ExitCode, await output, await messages);
    }

    /// <summary>Does a short run of the small configuration in <paramref name="folder"/>, which has to succeed.</summary>
    /// <returns>Its run folder.</returns>
    public static async Task<string> TrainAsync(string folder, params string[] more)
    {
        string file = Path.Combine(folder, "small.json");
        await File.WriteAllTextAsync(file, FunnelConfiguration.Text);
        (int exitCode, string output, string messages) = await RunAsync(
        [
            "run", file, "--format", "json", "--set", $"run.output={folder}/runs", "--set", "training.epochs=1", "--set", "training.batchSize=64", .. more,
        ]);
        Assert.True(exitCode == 0, messages);
        return JsonNode.Parse(output)!["run"]!.GetValue<string>();
    }

    /// <summary>Makes of a finished run one that is not: <c>resume</c> takes it up again.</summary>
    public static void Unfinish(string run)
    {
        File.Delete(Path.Combine(run, "verdicts.json"));
        File.Delete(Path.Combine(run, "report.html"));
    }

    /// <summary>Changes a value of a run folder's <c>config.json</c>, as somebody who sends it could.</summary>
    public static void Edit(string run, string section, string key, JsonNode value)
    {
        string file = Path.Combine(run, "config.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!;
        root[section]![key] = value;
        File.WriteAllText(file, root.ToJsonString());
    }
}
