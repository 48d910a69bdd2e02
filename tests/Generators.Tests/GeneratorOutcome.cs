using System.ComponentModel.DataAnnotations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Composition;

namespace MmoePipeline.Generators.Tests;

/// <summary>What the generator made of a source.</summary>
/// <param name="Sources">The generated files.</param>
/// <param name="Diagnostics">The generator's own diagnostics.</param>
/// <param name="Errors">Errors of the compilation with the generated files.</param>
internal sealed record GeneratorOutcome(
    ImmutableArray<(string HintName, string Text)> Sources, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Diagnostic> Errors)
{
    private const string Usings =
        """
        using System;
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        using MmoePipeline.Composition;
        using MmoePipeline.Configuration;


        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(file) is "netstandard.dll" or "mscorlib.dll")
            .Select(file => MetadataReference.CreateFromFile(file)),
        .. new[] { typeof(PluginAttribute), typeof(RangeAttribute), typeof(ServiceProviderServiceExtensions) }
            .Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    /// <summary>Runs the generator.</summary>
    public static GeneratorOutcome Of(string source)
    {
        CSharpCompilation compilation = Compile(source);
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new GeneratorOutcome(
            [.. result.GeneratedSources.Select(generated => (generated.HintName, generated.SourceText.ToString()))],
            result.Diagnostics,
            [.. output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591")]);
    }

    /// <summary>A driver that remembers its steps.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new PluginGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Compiles a source behind the usual usings.</summary>
    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Plugin",
        [CSharpSyntaxTree.ParseText(Usings + source, ParseOptions)],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
