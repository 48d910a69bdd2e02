namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A folder with the project's packages, the only source of a stranger's projects; packed once for all tests.</summary>
public sealed class LocalFeed : IAsyncLifetime
{
    private static readonly ImmutableArray<string> Projects = ["src/Abstractions", "src/Testing", "src/Plugins", "src/Runs", "src/Inference", "src/Engine", "src/Host", "templates"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-feed").FullName;

    /// <summary>The packages' files, without those of symbols.</summary>
    internal IEnumerable<string> Packages => Directory.EnumerateFiles(Feed, "*.nupkg");

    private string Feed => Path.Combine(_folder, "feed");

    /// <summary>Packs what was built together with the tests: nothing is restored or compiled again.</summary>
    public async Task InitializeAsync()
    {
        foreach (string project in Projects)
        {
            await MustAsync(
                "dotnet", "pack", Path.Combine(Mmoe.Repository, project), "--no-build", "--configuration", Mmoe.BuildConfiguration, "--output", Feed);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The file of a package.</summary>
    /// <param name="id">The package's name, or its beginning where it goes on with the platform's.</param>
    internal string Package(string id) => Directory.EnumerateFiles(Feed, $"{id}.*.nupkg").Single();

    /// <summary>
    /// Makes a folder whose projects restore from the feed alone. What the packages depend on is on this machine since the project was built: the
    /// folder of all packages serves as a fallback, and the packages under test go into a folder of their own, so that no other build ever meets them.
    /// </summary>
    internal async Task ConfigureAsync(string source)
    {
        string listed = await MustAsync("dotnet", "nuget", "locals", "global-packages", "--list");
        Directory.CreateDirectory(source);
        await File.WriteAllTextAsync(
            Path.Combine(source, "nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{Feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" /></config>
              <fallbackPackageFolders><clear /><add key="machine" value="{listed[(listed.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Installs the program as a tool.</summary>
    /// <param name="source">A folder that <see cref="ConfigureAsync"/> made.</param>
    /// <returns>The path of its command.</returns>
    internal async Task<string> InstallToolAsync(string source)
    {
        string tools = Path.Combine(_folder, "tools");
        string id = Path.GetFileName(Package("MmoePipeline.Tool"));
        await MustAsync(
            "dotnet", "tool", "install", id[..id.IndexOf(".0.1.0", StringComparison.Ordinal)], "--version", "0.1.0", "--tool-path", tools,
            "--configfile", Path.Combine(source, "nuget.config"));
        return Path.Combine(tools, "mmoe");
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>Its output.</returns>
    internal static async Task<string> MustAsync(string program, params string[] arguments)
    {
        Outcome outcome = await Mmoe.RunOtherAsync(program, arguments);
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)}{Environment.NewLine}{outcome.Output}{outcome.Messages}");
        return outcome.Output;
    }
}
