using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace MmoePipeline.Host.Tests.Architecture;

/// <summary>Dependencies have one direction: between projects, and between the namespaces of each.</summary>
public sealed partial class NamespaceCircleTests
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.Collections.Immutable; global using System.IO; "
        + "global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private const string TorchUsings = "global using TorchSharp; global using Tensor = TorchSharp.torch.Tensor;";

    private static readonly ImmutableArray<string> Assemblies =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];

    [Theory]
    [InlineData("Abstractions")]
    [InlineData("Generators")]
    [InlineData("CodeFixes")]
    [InlineData("Plugins")]
    [InlineData("Testing")]
    [InlineData("Runs")]
    [InlineData("Inference")]
    [InlineData("Engine")]
    [InlineData("Reporting")]
    [InlineData("Experiments")]
    [InlineData("Host")]
    public void No_namespaces_use_each_other(string project)
    {
        string folder = RepositoryFiles.PathOf("src", project);
        string assembly = project == "Host" ? "mmoe" : $"MmoePipeline.{project}";
        string usings = File.ReadAllText(Path.Combine(folder, $"{project}.csproj")).Contains("<Using Include=\"TorchSharp\" />", StringComparison.Ordinal) ? TorchUsings : "";
        var graph = NamespaceGraph.Create(
            assembly,
            [
                ("Usings.cs", Usings + usings),
                .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file))
                    .Select(file => (file, File.ReadAllText(file))),
            ],
            Assemblies.Where(file => Path.GetFileNameWithoutExtension(file) != assembly).Select(file => MetadataReference.CreateFromFile(file)));
        ImmutableArray<string> circles = [.. graph.Circles()];
        Assert.True(circles.IsEmpty, string.Join(Environment.NewLine, circles));
    }

    /// <summary>The check itself: by a directive, a named type, and a member whose type is not named.</summary>
    [Theory]
    [InlineData("using Shop.Low;\nnamespace Shop.High;\nclass High { Low.Part? part; }", "using Shop.High;\nnamespace Shop.Low { class Part { } }")]
    [InlineData("namespace Shop.High { class High { Shop.Low.Part? part; } }", "namespace Shop.Low { class Part { Shop.High.High? high; } }")]
    [InlineData(
        "namespace Shop.High { class High { public static Shop.Middle.Between At => new(); } class Use { Shop.Low.Part? part; } }",
        "namespace Shop.Middle { class Between { public int Size; } }\nnamespace Shop.Low { class Part { int size = Shop.High.High.At.Size; } }")]
    public void A_circle_is_found(string first, string second)
    {
        var graph = NamespaceGraph.Create(
            "Shop", [("First.cs", first), ("Second.cs", second)], Assemblies.Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file)));
        Assert.Contains(graph.Circles(), edge => edge.StartsWith("Shop.High -> Shop.Low", StringComparison.Ordinal));
        Assert.Contains(graph.Circles(), edge => edge.StartsWith("Shop.Low -> Shop.High", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Abstractions", "")]
    [InlineData("Plugins", "Abstractions")]
    [InlineData("Testing", "Abstractions")]
    [InlineData("Runs", "Abstractions")]
    [InlineData("Inference", "Plugins Runs")]
    [InlineData("Engine", "Inference")]
    [InlineData("Reporting", "Runs")]
    [InlineData("Experiments", "Engine Reporting")]
    [InlineData("Host", "Experiments")]
    public void Projects_reference_what_is_below_them(string project, string references) => Assert.Equal(
        references.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        XDocument.Load(RepositoryFiles.PathOf("src", project, $"{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();
}
