using System.ComponentModel.DataAnnotations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Composition;
using MmoePipeline.Generators.Diagnostics;

namespace MmoePipeline.Generators.Tests;

/// <summary>What the generator and the analyzer made of a source.</summary>
/// <param name="Sources">The generated files.</param>
/// <param name="Mistakes">What the analyzer tells, in the order of the source.</param>
/// <param name="Errors">Errors and warnings of the compilation with the generated files.</param>
/// <param name="Compilation">The compilation with the generated files.</param>
internal sealed record GeneratorOutcome(
    ImmutableArray<(string HintName, string Text)> Sources,
    ImmutableArray<Diagnostic> Mistakes,
    ImmutableArray<Diagnostic> Errors,
    Compilation Compilation)
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        using MmoePipeline.Composition;
        using MmoePipeline.Configuration;


        """;

    /// <summary>How sources are parsed.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    /// <summary>How sources are compiled.</summary>
    public static CSharpCompilationOptions CompilationOptions { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>What sources refer to: the platform, TorchSharp and the contract.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(file) is "netstandard.dll" or "mscorlib.dll")
            .Select(file => MetadataReference.CreateFromFile(file)),
        .. new[] { typeof(PluginAttribute), typeof(RangeAttribute), typeof(ServiceProviderServiceExtensions), typeof(TorchSharp.torch) }
            .Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    /// <summary>Runs the generator, and the analyzer over what comes out, as the compiler does.</summary>
    public static async Task<GeneratorOutcome> OfAsync(string source)
    {
        CSharpCompilation compilation = Compile(source);
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        ImmutableArray<Diagnostic> mistakes = await output.WithAnalyzers([new MistakeAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return new GeneratorOutcome(
            [.. result.GeneratedSources.Select(generated => (generated.HintName, generated.SourceText.ToString()))],
            [.. mistakes.OrderBy(mistake => mistake.Location.SourceSpan.Start)],
            [.. output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591")],
            output);
    }

    /// <summary>The generated files as snapshots: each begins with its name.</summary>
    public Dictionary<string, string> Snapshots() => Sources.ToDictionary(
        source => $"{source.HintName.Replace(".g.cs", "", StringComparison.Ordinal)}.verified.cs",
        source => $"//HintName: {source.HintName}\n{source.Text}");

    /// <summary>A driver that remembers its steps.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new PluginGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Compiles a source behind the usual usings.</summary>
    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Plugin",
        [CSharpSyntaxTree.ParseText(WithUsings(source), ParseOptions)],
        References,
        CompilationOptions);

    /// <summary>A source behind the usual usings.</summary>
    public static string WithUsings(string source) => Usings + source;
}
