using System.Diagnostics;
using System.Reflection;
using MmoePipeline.Configuration;

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

    /// <summary>The program's assembly.</summary>
    public static string Program { get; } =
        Path.Combine(Repository, "src", "Host", "bin", BuildConfiguration, "net10.0", "mmoe.dll");

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>
    /// Starts the program. A shell that started the tests in the background lets all of their processes ignore SIGINT: the program is started
    /// with the signal as a terminal's user has it.
    /// </summary>
    public static Process Start(params string[] arguments) => Process.Start(
        OperatingSystem.IsLinux()
            ? Info("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
            : Info("dotnet", [Program, .. arguments]))!;

    /// <summary>Runs the program to its end in another working folder, with further environment variables.</summary>
    public static async Task<Outcome> RunInAsync(string folder, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        ProcessStartInfo info = Info("dotnet", [Program, .. arguments]);
        info.WorkingDirectory = folder;
        info.Environment.Remove(DataPath.Variable);
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        return await EndAsync(process);
    }

    /// <summary>Runs another program to its end.</summary>
    public static Task<Outcome> RunOtherAsync(string program, params string[] arguments) => RunOtherAsync(Limit, program, arguments);

    /// <summary>Runs another program to its end, within a limit of its own.</summary>
    public static async Task<Outcome> RunOtherAsync(TimeSpan limit, string program, params string[] arguments)
    {
        using Process process = Process.Start(Info(program, arguments))!;
        return await process.EndAsync(limit);
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static Task<Outcome> EndAsync(Process process) => process.EndAsync(Limit);

    private static ProcessStartInfo Info(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository,
        };
        foreach (string name in info.Environment.Keys.Where(name => name.StartsWith("MMOE", StringComparison.Ordinal) && name != DataPath.Variable).ToArray())
        {
            info.Environment.Remove(name);
        }

        // Two cores are shared by several tests at once.
        info.Environment["OMP_NUM_THREADS"] = "1";

        // The program compiles its code fully at once, for long runs; the tests' are so short that this takes a third of their time.
        info.Environment["DOTNET_TieredCompilation"] = "1";

        // Counting what to optimise later costs a sixth of the time of a short process.
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }

    private static string Metadata(string key) => typeof(Mmoe).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}
