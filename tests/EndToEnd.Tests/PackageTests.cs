using System.IO.Compression;
using System.Xml.Linq;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>What is in the packages; that a stranger gets on with them, <see cref="TemplateTests"/> shows.</summary>
[Collection(nameof(Builds))]
public sealed class PackageTests(LocalFeed feed)
{
    [Fact]
    public void Each_has_what_a_package_needs()
    {
        Assert.Equal(8, feed.Packages.Count());
        Assert.All(feed.Packages, package =>
        {
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] files = Files(archive);
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
        });
    }

    [Fact]
    public void That_of_the_contract_has_generator_code_fixes_and_documentation()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.Package("MmoePipeline.Abstractions"));
        string[] files = Files(package);
        Assert.Contains("analyzers/dotnet/cs/MmoePipeline.Generators.dll", files);
        Assert.Contains("analyzers/dotnet/cs/MmoePipeline.CodeFixes.dll", files);
        Assert.Contains("lib/net10.0/MmoePipeline.Abstractions.xml", files);
    }

    private static string[] Files(ZipArchive package) => [.. package.Entries.Select(entry => entry.FullName)];
}
