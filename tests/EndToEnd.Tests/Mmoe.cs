using System.Diagnostics;
using System.Reflection;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The real program, as a process.</summary>
internal static class Mmoe
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The project's folder.</summary>
    public static string Repository { get; } = Path.GetFullPath(Metadata("RepositoryFolder"));

    /// <summary>Debug or Release.</summary>
    public static string BuildConfiguration { get; } = Metadata("Configuration");

    /// <summary>The census run.</summary>
    public static string Census { get; } = Path.Combine(Repository, "configs", "census.json");

    private static string Program { get; } =
        Path.Combine(Repository, "src", "Host", "bin", BuildConfiguration, "net10.0", "mmoe.dll");

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Starts the program.</summary>
    public static Process Start(params string[] arguments) => Process.Start(Info("dotnet", [Program, .. arguments]))!;

    /// <summary>Runs another program to its end.</summary>
    public static async Task<Outcome> RunOtherAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(Info(program, arguments))!;
        return await EndAsync(process);
    }

    /// <summary>Waits for the end.</summary>
    public static async Task<Outcome> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> messages = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(process.ExitCode, await output, await messages);
    }

    private static ProcessStartInfo Info(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository,
        };
        foreach (string name in info.Environment.Keys.Where(name => name.StartsWith("MMOE", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        // Two cores are shared by several tests at once.
        info.Environment["OMP_NUM_THREADS"] = "1";
        return info;
    }

    private static string Metadata(string key) => typeof(Mmoe).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
