using System.Diagnostics;
using System.Reflection;

namespace MmoePipeline.Examples.Tests;

/// <summary>The real program, as a process, with the examples in its drop-in folder.</summary>
internal static class Mmoe
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="variable">An environment variable and its value; null for none.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The exit code, standard output and standard error.</returns>
    public static async Task<(int ExitCode, string Output, string Messages)> RunAsync((string Name, string Value)? variable, params string[] arguments)
    {
        string configuration = typeof(Mmoe).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "Configuration").Value!;
        string program = RepositoryFiles.PathOf("src", "Host", "bin", configuration, "net10.0", "mmoe.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--plugins", RepositoryFiles.PathOf("plugins")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.PathOf(),
        };

        // Two cores are shared by several tests at once, and a run is too short to be compiled fully.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process went on for {Limit.TotalMinutes} minutes.");
        }

        return (process.ExitCode, await output, await messages);
    }
}
