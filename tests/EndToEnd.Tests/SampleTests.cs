using System.Globalization;
using System.Text.RegularExpressions;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The sample of the library, in the repository and from packages.</summary>
[Collection(nameof(Builds))]
public sealed partial class SampleTests(LocalFeed feed) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-sample").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Trains_and_predicts()
    {
        string sample = Path.Combine(Mmoe.Repository, "samples", "TrainFromCode", "bin", Mmoe.BuildConfiguration, "net10.0", "TrainFromCode.dll");
        CheckOutput(await LocalFeed.MustAsync("dotnet", sample, _folder));
    }

    /// <summary>A console project of somebody else: it has the packages, and nothing of the repository but the sample's sources.</summary>
    [Fact]
    public async Task Trains_and_predicts_from_packages()
    {
        string project = Path.Combine(_folder, "Outside");
        await feed.ConfigureAsync(project);
        foreach (string source in Directory.EnumerateFiles(Path.Combine(Mmoe.Repository, "samples", "TrainFromCode"), "*.cs"))
        {
            File.Copy(source, Path.Combine(project, Path.GetFileName(source)));
        }

        await File.WriteAllTextAsync(
            Path.Combine(project, "Outside.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RuntimeIdentifier>{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.Replace("debian.12-", "linux-", StringComparison.Ordinal)}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MmoePipeline.Engine" Version="0.1.0" />
                <PackageReference Include="{LibTorch().Groups[1].Value}" Version="{LibTorch().Groups[2].Value}" />
              </ItemGroup>
            </Project>
            """);
        CheckOutput(await LocalFeed.MustAsync("dotnet", "run", "--project", project, "--configuration", "Release", "--", _folder));
    }

    private static Match LibTorch() => Regex.Match(
        File.ReadAllText(Path.Combine(Mmoe.Repository, "Directory.Packages.props")),
        $"""Include="(libtorch-cpu-{(OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsWindows() ? "win" : "linux")}-[^"]+)" Version="([^"]+)" """.TrimEnd());

    /// <summary>The tasks can be learnt, so an AUC near 0.5 is a fault.</summary>
    private static void CheckOutput(string output)
    {
        foreach (string task in new[] { "click", "buy" })
        {
            Assert.InRange(Number(Regex.Match(output, $@"^{task}: test AUC ([\d.]+)", RegexOptions.Multiline)), 0.7, 0.95);
        }

        double[] clicks = [.. Prediction().Matches(output).Select(Number)];
        Assert.Equal(3, clicks.Length);

        // The first is cheap, the second is dear.
        Assert.True(clicks[0] > clicks[1] + 0.1, output);
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^click ([\d.]+), buy [\d.]+\r?$", RegexOptions.Multiline)]
    private static partial Regex Prediction();
}
