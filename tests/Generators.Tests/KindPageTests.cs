using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.Logging;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Generators.Diagnostics;
using MmoePipeline.Testing;
using MmoePipeline.Testing.Options;
using TorchSharp;

namespace MmoePipeline.Generators.Tests;

/// <summary>Each kind of plugin has its page in the documentation, with an example that is a plugin of the kind and passes the conformance kit.</summary>
public sealed partial class KindPageTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        using System.Globalization;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using MediatR;
        using Microsoft.Extensions.Logging;
        using MmoePipeline.Composition;
        using MmoePipeline.Data;
        using MmoePipeline.Data.Splits;
        using MmoePipeline.Events;
        using MmoePipeline.Features;
        using MmoePipeline.Losses;
        using MmoePipeline.Modeling;
        using MmoePipeline.Modeling.Blocks;
        using MmoePipeline.Modeling.Experts;
        using MmoePipeline.Modeling.Gates;
        using MmoePipeline.Modeling.Layers;
        using MmoePipeline.Optimization;
        using MmoePipeline.Probing;
        using MmoePipeline.Resuming;
        using MmoePipeline.Tasks;
        using TorchSharp;
        using TorchSharp.Modules;
        namespace Example;

        """;

    private static readonly string Folder = RepositoryFiles.PathOf("docs", "plugin-kinds");

    private static readonly ImmutableArray<MetadataReference> Libraries =
        [.. new[] { typeof(torch), typeof(IMediator), typeof(ILogger) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location))];

    private static readonly ImmutableArray<string> All =
        [.. typeof(PluginKindAttribute).Assembly.GetExportedTypes().Select(type => type.GetCustomAttribute<PluginKindAttribute>()?.Name).OfType<string>()];

    public static TheoryData<string> Kinds => [.. All];

    [Fact]
    public async Task The_overview_links_to_a_page_for_each_kind_and_no_other()
    {
        string overview = await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs", "plugin-kinds.md"));
        string[] kinds = [.. All.Order(StringComparer.Ordinal)];
        Assert.Equal(kinds, Link().Matches(overview).Select(link => link.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Equal(kinds, Directory.EnumerateFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_example_of_a_page_is_a_plugin_of_the_kind(string kind)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, $"{kind}.md"));
        string example = Assert.Single(CodeBlock().Matches(page)).Groups[1].Value;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Example",
            [CSharpSyntaxTree.ParseText(Usings + example, GeneratorOutcome.ParseOptions)],
            [.. GeneratorOutcome.References, .. Libraries],
            GeneratorOutcome.CompilationOptions);
        GeneratorDriver driver = GeneratorOutcome.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591"));
        Assert.Empty(await output.WithAnalyzers([new MistakeAnalyzer()]).GetAnalyzerDiagnosticsAsync());
        Assert.Contains(
            driver.GetRunResult().GeneratedTrees, tree => tree.ToString().Contains($"Kind = \"{kind}\",", StringComparison.Ordinal));
        using var image = new MemoryStream();
        Assert.True(output.Emit(image).Success);
        image.Position = 0;
        ImmutableArray<PluginDescriptor> plugins = PluginConformance.PluginsOf(new AssemblyLoadContext("example").LoadFromStream(image));
        var options = new ConformanceOptions { Configuration = kind == "task" ? """{ "name": "buys", "label": "buy" }""" : "{}" };
        Assert.Empty(plugins.SelectMany(plugin => PluginConformance.Check(plugin, options)));
    }

    [GeneratedRegex(@"\]\(plugin-kinds/([a-z-]+)\.md\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```csharp\n((?:.*\n)*?)```", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
