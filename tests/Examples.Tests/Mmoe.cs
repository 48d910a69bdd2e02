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
    public static async Task<Outcome> RunAsync((string Name, string Value)? variable, params string[] arguments)
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
        return await process.EndAsync(Limit);
    }
}
