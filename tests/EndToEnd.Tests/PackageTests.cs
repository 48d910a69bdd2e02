using System.IO.Compression;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The contract as a package: a stranger who has never seen the repository builds a plugin from it.</summary>
[Collection(nameof(Builds))]
public sealed class PackageTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Fact]
    public async Task A_plugin_is_built_from_the_package_in_an_empty_folder()
    {
        LocalFeed feed = await LocalFeed.PackAsync(workplace.Folder, "src/Abstractions");
        using (ZipArchive package = ZipFile.OpenRead(feed.Package("MmoePipeline.Abstractions")))
        {
            string[] files = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.Contains("analyzers/dotnet/cs/MmoePipeline.Generators.dll", files);
            Assert.Contains("analyzers/dotnet/cs/MmoePipeline.CodeFixes.dll", files);
            Assert.Contains("lib/net10.0/MmoePipeline.Abstractions.xml", files);
        }

        string source = Path.Combine(workplace.Folder, "source");
        await feed.ConfigureAsync(source);
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
}
