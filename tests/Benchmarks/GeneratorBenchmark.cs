using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Composition;
using MmoePipeline.Generators;

namespace MmoePipeline.Benchmarks;

/// <summary>
/// The source generator over a project of 200 plugins with options, a file each: all of it, and what a keystroke costs in an
/// editor, beside the compiler's own work on the same sources.
/// </summary>
internal sealed class GeneratorBenchmark : IBenchmark
{
    private const int Plugins = 200;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    /// <inheritdoc/>
    public string Name => "generator";

    /// <inheritdoc/>
    public string Summary => $"the source generator over {Plugins} plugins with options: a full run and a keystroke";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        SyntaxTree[] trees = [Parse(Kind), .. Enumerable.Range(0, Plugins).Select(index => Parse(Plugin(index, "1")))];
        CSharpCompilation project = CSharpCompilation.Create(
            "Plugins",
            trees,
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver warm = Driver().RunGenerators(project, cancellation);
        SyntaxTree inMethod = Parse(Plugin(7, "2"));
        SyntaxTree inOptions = Parse(Plugin(7, "1").Replace("[Range(1, 64)]", "[Range(1, 65)]", StringComparison.Ordinal));
        ImmutableArray<Timing> timings = Measurement.Interleaved(
            rounds: 30,
            warmUp: 5,
            cancellation,
            new Alternative("the compiler alone, all errors", () => Fresh().GetDiagnostics(cancellation)),
            new Alternative("generator, full run", () => Driver().RunGenerators(Fresh(), cancellation)),
            new Alternative("generator, full run, of symbols that are bound already", () => Driver().RunGenerators(project, cancellation)),
            new Alternative("generator, keystroke in a method", () => warm.RunGenerators(Fresh().ReplaceSyntaxTree(trees[8], inMethod), cancellation)),
            new Alternative("generator, keystroke in an option", () => warm.RunGenerators(Fresh().ReplaceSyntaxTree(trees[8], inOptions), cancellation)));
        return [BenchmarkTable.Of($"{Plugins} plugins with options", timings)];

        // A compilation remembers what it has bound; an editor's next one has forgotten it.
        CSharpCompilation Fresh() => project.Clone();
    }

    private const string Kind = "using MmoePipeline.Composition; [PluginKind(\"sampler\")] public interface ISampler;";

    private static string Plugin(int index, string result) =>
        $$"""
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        using MmoePipeline.Composition;

        namespace Stranger{{index}};

        public enum Mode { Fast, Slow }

        /// <summary>Options of sampler {{index}}.</summary>
        [PluginOptions]
        public sealed partial record Options
        {
            /// <summary>How many.</summary>
            [Range(1, 64)]
            public int Count { get; init; } = 3;

            /// <summary>A share of them.</summary>
            [Range(0.0, 1.0, MaximumIsExclusive = true)]
            public double Share { get; init; } = 0.5;

            /// <summary>A name.</summary>
            [RegularExpression("[a-z]+")]
            public required string Name { get; init; }

            /// <summary>Widths of layers.</summary>
            [Length(1, 8)]
            public ImmutableArray<int> Widths { get; init; } = [64, 32];

            /// <summary>How.</summary>
            public Mode Mode { get; init; } = Mode.Fast;

            /// <summary>Others.</summary>
            public ImmutableArray<PluginSlot<ISampler>> Samplers { get; init; } = [];
        }

        /// <summary>Sampler {{index}}.</summary>
        [Plugin("sampler{{index}}")]
        public sealed class Sampler(Options options) : ISampler
        {
            public int Sample() => options.Count + {{result}};
        }
        """;

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create([new PluginGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    private static IEnumerable<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(PluginAttribute).Assembly.Location)
            .Distinct()
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];
}
