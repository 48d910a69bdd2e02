using System.Diagnostics;
using System.Text.Json;

namespace MmoePipeline.Benchmarks;

/// <summary>The program as a process.</summary>
internal static class RealProgram
{
    private static readonly string Program = RepositoryFiles.PathOf("src", "Host", "bin", "Release", "net10.0", "mmoe.dll");

    /// <summary>The census run.</summary>
    public static string Census { get; } = RepositoryFiles.PathOf("configs", "census.json");

    /// <summary>Runs the program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> messages = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {messages.Result}");
        }
    }

    /// <summary>Trains on the census data.</summary>
    /// <param name="folder">Gets the run folder and the encoded columns.</param>
    /// <param name="settings">Settings over the configuration.</param>
    /// <returns>The lines of the run's metrics.</returns>
    public static ImmutableArray<JsonElement> Train(string folder, params IEnumerable<string> settings)
    {
        string runs = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Run(
        [
            "run", Census,
            .. settings.Concat([$"run.output={runs}", $"data.cache={folder}/cache"]).SelectMany(setting => new[] { "--set", setting }),
        ]);
        string metrics = Path.Combine(Directory.EnumerateDirectories(runs).Single(), "metrics.jsonl");
        return [.. File.ReadLines(metrics).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
