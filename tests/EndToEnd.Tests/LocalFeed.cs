using System.IO.Compression;
using System.Xml.Linq;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A folder with the project's packages, the only source of a stranger's projects.</summary>
internal sealed class LocalFeed
{
    private readonly string _folder;

    private LocalFeed(string folder) => _folder = folder;

    private string Feed => Path.Combine(_folder, "feed");

    /// <summary>Packs projects and looks whether each package has what a package needs.</summary>
    /// <param name="folder">The folder of the test.</param>
    /// <param name="projects">The projects' folders in the repository.</param>
    public static async Task<LocalFeed> PackAsync(string folder, params string[] projects)
    {
        var feed = new LocalFeed(folder);
        foreach (string project in projects)
        {
            await MustAsync(
                "dotnet", "pack", Path.Combine(Mmoe.Repository, project), "--configuration", Mmoe.BuildConfiguration, "--output", feed.Feed);
        }

        foreach (string package in Directory.EnumerateFiles(feed.Feed, "*.nupkg"))
        {
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] files = [.. archive.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
            XElement metadata = XDocument.Load(archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open())
                .Root!.Elements().First();
            string[] values = [.. metadata.Elements().Select(element => element.Name.LocalName)];
            Assert.Contains("license", values);
            Assert.Contains("readme", values);
            Assert.Contains("description", values);
            bool hasSymbols = File.Exists(Path.ChangeExtension(package, ".snupkg"));
            Assert.True(hasSymbols || package.Contains("Templates", StringComparison.Ordinal), package);
        }

        return feed;
    }

    /// <summary>The file of a package.</summary>
    /// <param name="id">The package's name, or its beginning where it goes on with the platform's.</param>
    public string Package(string id) => Directory.EnumerateFiles(Feed, $"{id}.*.nupkg").Single();

    /// <summary>
    /// Makes a folder whose projects restore from the feed alone. What the packages depend on is on this machine since the project was built: the
    /// folder of all packages serves as a fallback, and the packages under test go into a folder of their own, so that no other build ever meets them.
    /// </summary>
    public async Task ConfigureAsync(string source)
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
    /// <returns>The path of its command.</returns>
    public async Task<string> InstallToolAsync()
    {
        string tools = Path.Combine(_folder, "tools");
        string id = Path.GetFileName(Package("MmoePipeline.Tool"));
        await MustAsync(
            "dotnet", "tool", "install", id[..id.IndexOf(".0.1.0", StringComparison.Ordinal)], "--version", "0.1.0", "--tool-path", tools,
            "--configfile", Path.Combine(_folder, "strangers", "nuget.config"));
        return Path.Combine(tools, "mmoe");
    }

    private static async Task<string> MustAsync(string program, params string[] arguments)
    {
        Outcome outcome = await Mmoe.RunOtherAsync(program, arguments);
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)}{Environment.NewLine}{outcome.Output}{outcome.Messages}");
        return outcome.Output;
    }
}
