using System.IO.Compression;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The contract as a package: a stranger who has never seen the repository builds a plugin from it.</summary>
[Collection(nameof(Builds))]
public sealed class PackageTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Fact]
    public async Task A_plugin_is_built_from_the_package_in_an_empty_folder()
    {
        string feed = Path.Combine(workplace.Folder, "feed");
        Outcome packed = await Mmoe.RunOtherAsync(
            "dotnet", "pack", Path.Combine(Mmoe.Repository, "src", "Abstractions"), "--configuration", Mmoe.BuildConfiguration, "--no-restore", "--output", feed);
        Assert.True(packed.ExitCode == 0, packed.Output);
        using (ZipArchive package = ZipFile.OpenRead(Directory.EnumerateFiles(feed, "*.nupkg").Single()))
        {
            string[] files = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.Contains("analyzers/dotnet/cs/MmoePipeline.Generators.dll", files);
            Assert.Contains("analyzers/dotnet/cs/MmoePipeline.CodeFixes.dll", files);
            Assert.Contains("lib/net10.0/MmoePipeline.Abstractions.xml", files);
            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
        }

        // The local feed is the only source. What the contract depends on is on this machine since it was built: the folder of
        // all packages serves as a fallback, and the package under test goes into a folder of its own, so that no other build
        // ever meets it.
        string source = Path.Combine(workplace.Folder, "source");
        Directory.CreateDirectory(source);
        await File.WriteAllTextAsync(
            Path.Combine(source, "nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="local" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(workplace.Folder, "packages")}" /></config>
              <fallbackPackageFolders><clear /><add key="machine" value="{await PackagesFolderAsync()}" /></fallbackPackageFolders>
            </configuration>
            """);
        var project = new StrangersProject(source);
        await project.BuildAsync(
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="MmoePipeline.Abstractions" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        string dropIns = Path.Combine(workplace.Folder, "plugins");
        project.DropInto(dropIns);

        // Doc comments came through the package's build files, and the plugin trains.
        Outcome listed = await Mmoe.RunAsync("plugins", "sine", "--plugins", dropIns);
        Assert.Equal((0, ""), (listed.ExitCode, listed.Messages));
        Assert.Contains("sine, expert: Waves: the sine of an affine map.", listed.Output, StringComparison.Ordinal);
        Assert.Contains("The number of experts.", listed.Output, StringComparison.Ordinal);
        Outcome run = await Mmoe.RunAsync(
            [.. workplace.ShortRun("model.experts=[{ \"type\": \"sine\", \"count\": 2, \"width\": 8 }]"), "--plugins", dropIns]);
        Assert.True(run.ExitCode == 0, run.Messages);
    }

    private static async Task<string> PackagesFolderAsync()
    {
        Outcome outcome = await Mmoe.RunOtherAsync("dotnet", "nuget", "locals", "global-packages", "--list");
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Output[(outcome.Output.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
