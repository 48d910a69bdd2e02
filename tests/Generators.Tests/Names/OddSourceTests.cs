using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Tests.Names;

/// <summary>Sources that C# allows and few authors write: what is generated compiles, and nothing is generated for a mistake.</summary>
public sealed class OddSourceTests
{
    private const string Kind = "/// <summary>K.</summary>\n[PluginKind(\"sampler\")] public interface ISampler;\n";

    private const string Plugin =
        "/// <summary>P.</summary>\n[Plugin(\"x\")] public sealed class X(Options options) : ISampler { public object Kept => options; }";

    /// <summary>Legal sources, with the number of files that are generated.</summary>
    public static TheoryData<string, int> Legal => new()
    {
        // The compiler compares names of generated files without regard to case.
        { "namespace N { [PluginOptions] public sealed partial record Log; [PluginOptions] public sealed partial record LOG; [PluginOptions] public sealed partial record log; }", 3 },
        { "public partial class A<T> { [PluginOptions] public sealed partial record B; } public partial class A<T, U> { [PluginOptions] public sealed partial record B; }", 2 },

        // The name that generated files would have for the contract, at the top.
        { "public sealed class Contract; [PluginOptions] public sealed partial record Options { public int Contract { get; init; } }", 1 },
        { "namespace Contract { [PluginOptions] public sealed partial record Options; }", 1 },

        // Types that have the names of words with a meaning.
        { "public sealed class @var; [PluginOptions] public sealed partial record Options { public int A { get; init; } }", 1 },
        { "namespace global.@record { public enum @required { @file } [PluginOptions] public sealed partial record @scoped { public @required @field { get; init; } } }", 1 },

        // Options that are obsolete, or hide members of object.
        { "[PluginOptions] public sealed partial record Options { [Obsolete(\"old\")] public int Old { get; init; } }", 1 },
        { "[PluginOptions] public sealed partial record Options { [Obsolete(\"old\", error: true)] public int Old { get; init; } [Obsolete] public required string New { get; init; } }", 1 },
        { "[PluginOptions] public sealed partial record Options { public new int GetType { get; init; } public int _ { get; init; } }", 1 },

        // A record within itself, and two within each other.
        { "[PluginOptions] public sealed partial record Tree { public ImmutableArray<Tree> Children { get; init; } = []; public Other? Other { get; init; } } [PluginOptions] public sealed partial record Other { public Tree? Tree { get; init; } }", 2 },

        // Plugins: records with primary constructors, required members that the constructor sets, nested ones, options that may be null.
        { Kind + "/// <summary>P.</summary>\n[Plugin(\"x\")] public sealed record X(IDisposable Service) : ISampler;", 1 },
        { Kind + "/// <summary>P.</summary>\n[Plugin(\"x\")] public sealed class X : ISampler { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public X() { A = 1; } public required int A { get; init; } }", 1 },
        { Kind + "public partial class @class { [PluginOptions] internal sealed partial record @event; /// <summary>P.</summary>\n[Plugin(\"x\")] internal sealed class @struct(@event? @ref) : ISampler { public object? A => @ref; } }", 2 },
        { Kind + "[Obsolete] /// <summary>P.</summary>\n[Plugin(\"x\")] public sealed class X : ISampler;", 1 },
    };

    /// <summary>Sources with mistakes: the diagnostic is the only error, and there is none in generated code.</summary>
    public static TheoryData<string, string> Mistaken => new()
    {
        { "MMOE002", "[PluginOptions] file sealed partial record Options;" },
        { "MMOE002", "file partial class A { [PluginOptions] public sealed partial record Options; }" },
        { "MMOE002", Kind + "[PluginOptions] public sealed partial record Options(int Count);\n" + Plugin },
        { "MMOE003", "public enum Empty; [PluginOptions] public sealed partial record Options { public Empty Empty { get; init; } }" },
        { "MMOE003", Kind + "[PluginOptions] public sealed partial record Options { public object? Count { get; init; } }\n" + Plugin },
        {
            "MMOE003",
            "[PluginOptions] public sealed partial record Outer { public ImmutableArray<Middle> Parts { get; init; } = []; } "
                + "[PluginOptions] public sealed partial record Middle { public Inner? Part { get; init; } } "
                + "[PluginOptions] public sealed partial record Inner { public object? What { get; init; } }"
        },
        { "MMOE006", "public partial class A { [PluginKind(\"sampler\")] private interface ISampler; [Plugin(\"x\")] internal sealed class X : ISampler; }" },
        { "MMOE006", "[PluginKind(\"sampler\")] file interface ISampler; [Plugin(\"x\")] public sealed class X : ISampler;" },
        { "MMOE007", Kind + "[Plugin(\"x\")] file sealed class X : ISampler;" },
        { "MMOE007", Kind + "[Plugin(\"x\")] public sealed class X : ISampler { public required int A { get; init; } }" },
        { "MMOE007", Kind + "[Plugin(\"x\")] public sealed class X(ref int a) : ISampler { public int A { get; } = a; }" },
        { "MMOE007", Kind + "[Plugin(\"x\")] public sealed class X : ISampler { public X(ReadOnlySpan<int> a) => A = a.Length; public int A { get; } }" },
        { "MMOE012", "[PluginOptions] public sealed partial record Options { public int Class { get; init; } public int @class { get; init; } }" },
        { "MMOE012", "public enum Mode { Default, @default } [PluginOptions] public sealed partial record Options { public Mode? Mode { get; init; } }" },
        { "MMOE012", "public enum Mode { Fast, FAST } [PluginOptions] public sealed partial record Options { public ImmutableArray<Mode> Modes { get; init; } = []; }" },
        { "MMOE016", "[PluginOptions] public sealed partial record Bind;" },
        { "MMOE016", "[PluginOptions] public sealed partial record Descriptor;" },
        { "MMOE016", Kind + "[PluginOptions] public sealed partial record Options { public int type { get; init; } }\n" + Plugin },
    };

    [Theory]
    [MemberData(nameof(Legal))]
    public async Task What_is_legal_is_generated(string source, int files)
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(source);
        Assert.DoesNotContain(outcome.Mistakes, mistake => mistake.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(outcome.Errors, IsErrorOrGenerated);
        Assert.Equal(files, outcome.Sources.Length);
    }

    [Theory]
    [MemberData(nameof(Mistaken))]
    public async Task A_mistake_is_the_only_error(string id, string source)
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(source);
        Diagnostic mistake = Assert.Single(outcome.Mistakes, mistake => mistake.Severity == DiagnosticSeverity.Error);
        Assert.Equal(id, mistake.Id);
        Assert.DoesNotContain(outcome.Errors, IsErrorOrGenerated);
    }

    private static bool IsErrorOrGenerated(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error
        || diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) is true;
}
