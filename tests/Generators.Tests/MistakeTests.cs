using System.Globalization;
using Microsoft.CodeAnalysis;
using MmoePipeline.Generators.Mistakes;

namespace MmoePipeline.Generators.Tests;

public sealed class MistakeTests
{
    private const string Kinds =
        """
        /// <summary>Samples.</summary>
        [PluginKind("sampler")] public interface ISampler;
        /// <summary>Decodes.</summary>
        [PluginKind("decoder")] public interface IDecoder : IRequiresContext<DecoderContext>;
        public sealed record DecoderContext : PluginContext;
        public sealed record EncoderContext : PluginContext;
        /// <summary>Options.</summary>
        [PluginOptions] public sealed partial record A;
        /// <summary>Options.</summary>
        [PluginOptions] public sealed partial record B;
        public enum Mode { Fast, FAST, Slow }
        [Flags] public enum Days { Monday = 1, Tuesday = 2 }
        public sealed record PlainOptions;
        public sealed class StopwatchOptions;

        """;

    /// <summary>A source for each mistake, with the place that is to be marked between [| and |].</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "MMOE001", "[PluginOptions] public sealed record [|Options|];" },
        { "MMOE001", "public class [|Outer|] { [PluginOptions] public sealed partial record Options; }" },
        { "MMOE002", "[PluginOptions] public partial record [|Options|];" },
        { "MMOE002", "[PluginOptions] public sealed partial record [|Options|](int Count);" },
        { "MMOE002", "[PluginOptions] public sealed partial record [|Options|]<T>;" },
        { "MMOE002", "[PluginOptions] public sealed partial class [|Options|];" },
        { "MMOE002", "[PluginOptions] public sealed partial record [|Options|] { public Options() { } public Options(int count) { } }" },
        { "MMOE003", Option("object? [|What|] { get; init; }") },
        { "MMOE003", Option("ImmutableArray<Uri> [|What|] { get; init; } = [];") },
        { "MMOE003", Option("ImmutableSortedDictionary<int, string> [|What|] { get; init; } = ImmutableSortedDictionary<int, string>.Empty;") },
        { "MMOE003", Option("PluginSlot<IDisposable>? [|What|] { get; init; }") },
        { "MMOE003", Option("PlainOptions [|What|] { get; init; } = new();") },
        { "MMOE003", Option("Days [|What|] { get; init; }") },
        { "MMOE003", Option("char [|What|] { get; init; }") },
        { "MMOE004", Option("int [|Count|] { get; set; }") },
        { "MMOE004", Option("int [|Count|] { get; } = 3;") },
        { "MMOE004", "[PluginOptions] public sealed partial record Options { public int [|Count|]; }" },
        { "MMOE005", Option("string Text { get; init; } = \"\";", "[[|Range(1, 2)|]] ") },
        { "MMOE005", Option("int Count { get; init; }", "[[|Length(1, 2)|]] ") },
        { "MMOE005", Option("int Count { get; init; }", "[[|RegularExpression(\"a\")|]] ") },
        { "MMOE005", Option("string Text { get; init; } = \"\";", "[[|RegularExpression(\"(\")|]] ") },
        { "MMOE005", Option("string Text { get; init; } = \"\";", "[[|EmailAddress|]] ") },
        { "MMOE005", Option("int Count { get; init; } = 5;", "[[|Range(9, 1)|]] ") },
        { "MMOE005", Option("int Count { get; init; } = 1;", "[[|Range(0.5, 1.5)|]] ") },
        { "MMOE005", Option("byte Count { get; init; } = 1;", "[[|Range(0, 300)|]] ") },
        { "MMOE005", Option("double Share { get; init; } = 1;", "[[|Range(double.NaN, 1)|]] ") },
        { "MMOE005", Option("TimeSpan Pause { get; init; }", "[[|Range(1, 2)|]] ") },
        { "MMOE005", Option("string Text { get; init; } = \"\";", "[[|StringLength(3, MinimumLength = 4)|]] ") },
        { "MMOE005", Option("string Text { get; init; } = \"a\";", "[[|AllowedValues(1, 2)|]] ") },
        { "MMOE005", Option("bool Switch { get; init; }", "[[|AllowedValues(true)|]] ") },
        { "MMOE005", Option("string? Text { get; init; }", "[[|Required|]] ") },
        { "MMOE005", Option("int Count { get; init; } = 1;", "[[|Range(1, 2, ErrorMessage = \"{0} {7}\")|]] ") },
        { "MMOE005", Option("ImmutableArray<string> Names { get; init; } = [];", "[[|ItemRange(1, 2)|]] ") },
        { "MMOE006", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class [|X|];" },
        { "MMOE006", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class [|X|] : ISampler, IDecoder;" },
        { "MMOE007", "/// <summary>X.</summary>\n[Plugin(\"x\")] public abstract class [|X|] : ISampler;" },
        { "MMOE007", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class [|X|]<T> : ISampler;" },
        { "MMOE007", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class [|X|] : ISampler { private X() { } }" },
        { "MMOE008", "/// <summary>X.</summary>\n[Plugin([|\"LowRank\"|])] public sealed class X : ISampler;" },
        { "MMOE008", "/// <summary>X.</summary>\n[Plugin([|\"\"|])] public sealed class LowRank : ISampler;" },
        {
            "MMOE009",
            "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class One : ISampler;\n"
                + "/// <summary>X.</summary>\n[Plugin([|\"x\"|])] public sealed class Two : ISampler;"
        },
        {
            "MMOE010",
            "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class [|X|](A a, B b) : ISampler { public override string ToString() => $\"{a}{b}\"; }"
        },
        { "MMOE011", Option("int Count { get; init; } = [|0|];", "[Range(1, 9)] ") },
        { "MMOE011", Option("double Share { get; init; } = [|1.0|];", "[Range(0.0, 1.0, MaximumIsExclusive = true)] ") },
        { "MMOE011", Option("string Text { get; init; } = [|\"\"|];", "[MinLength(1)] ") },
        { "MMOE011", Option("string Text { get; init; } = [|\"A\"|];", "[RegularExpression(\"[a-z]*\")] ") },
        { "MMOE011", Option("int? Lanes { get; init; } = [|3|];", "[AllowedValues(1, 2, 4)] ") },
        { "MMOE011", Option("string Text { get; init; } = [|\"a\"|];", "[DeniedValues(\"a\")] ") },
        { "MMOE011", Option("ImmutableArray<int> Widths { get; init; } = [|[]|];", "[Length(1, 4)] ") },
        { "MMOE011", Option("int[] Widths { get; init; } = [4, [|0|]];", "[ItemRange(1, 9)] ") },
        { "MMOE012", Option("int Rate { get; init; } /// <summary>R.</summary>\n public int [|RATE|] { get; init; }") },
        { "MMOE012", Option("Mode [|Mode|] { get; init; }") },
        { "MMOE013", "[PluginOptions] public sealed partial record Options { public int [|Count|] { get; init; } }" },
        { "MMOE013", "[Plugin(\"x\")] public sealed class [|X|] : ISampler;" },
        { "MMOE014", "[PluginOptions] public sealed partial record Options { private bool [|Validate|]() => true; }" },
        { "MMOE014", "[PluginOptions] public sealed partial record Options { private static void [|Validate|](OptionsSection section) { } }" },
        { "MMOE015", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X(PlainOptions [|options|]) : ISampler { public override string ToString() => $\"{options}\"; }" },
        { "MMOE015", "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X(StopwatchOptions [|options|]) : ISampler { public override string ToString() => $\"{options}\"; }" },
        { "MMOE016", Option("int [|Descriptor|] { get; init; }") },
        {
            "MMOE016",
            Option("int Type { get; init; }")
                + "\n/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X(Options [|options|]) : ISampler { public override string ToString() => $\"{options}\"; }"
        },
        { "MMOE017", Option("ImmutableArray<int> [|Widths|] { get; init; }") },
        { "MMOE012", Included("Shared [|Shared|] { get; init; } = new();", "/// <summary>R.</summary>\n public int RATE { get; init; }\n ") },
        { "MMOE012", Included("Shared One { get; init; } = new(); /// <summary>T.</summary>\n [IncludedOptions] public Shared [|Two|] { get; init; } = new();") },
        { "MMOE005", Included("Shared Shared { get; init; } = new();", attributes: "[[|Range(1, 2)|]] ") },
        {
            "MMOE016",
            "[PluginOptions] public sealed partial record Kind { /// <summary>T.</summary>\n public string Type { get; init; } = \"\"; }\n"
                + "[PluginOptions] public sealed partial record Options { [IncludedOptions] public Kind Kind { get; init; } = new(); }"
                + "\n/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X(Options [|options|]) : ISampler { public override string ToString() => $\"{options}\"; }"
        },
        { "MMOE019", Included("PlainOptions [|Shared|] { get; init; } = new();") },
        { "MMOE019", Included("Shared? [|Shared|] { get; init; }") },
        { "MMOE019", Included("Shared [|Shared|] { get; init; } = new() { Rate = 2 };") },
        { "MMOE019", Included("Shared [|Shared|] { get; init; } = null!;") },
        { "MMOE019", Included("Shared [|Shared|] => new();") },
        { "MMOE019", Included("int [|Count|] { get; init; }") },
        { "MMOE019", Included("Options [|Shared|] { get; init; } = new();") },
        { "MMOE019", Included("ImmutableArray<Shared> [|Shared|] { get; init; } = [];") },
        { "MMOE018", Method("TorchSharp.torch.Tensor x, TorchSharp.Scalar rate", "x.lerp_(x, [|rate|])") },
        { "MMOE018", Method("TorchSharp.Scalar rate", "[|(TorchSharp.torch.Tensor)rate|]") },
        { "MMOE018", Method("TorchSharp.torch.Tensor x", "x.where(x, [|TorchSharp.torch.TensorIndex.Slice(1)|])") },
        { "MMOE020", Taking("EncoderContext", "IDecoder") },
        { "MMOE020", Taking("DecoderContext", "ISampler") },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_told_at_its_place(string id, string marked)
    {
        ArgumentNullException.ThrowIfNull(marked);
        Diagnostic mistake = Assert.Single(await MistakesAsync(id, marked));
        Assert.Equal(id, mistake.Id);
        Assert.Equal(
            marked[(marked.IndexOf("[|", StringComparison.Ordinal) + 2)..marked.IndexOf("|]", StringComparison.Ordinal)],
            mistake.Location.SourceTree!.GetText().ToString(mistake.Location.SourceSpan));
    }

    [Fact]
    public async Task Every_mistake_in_words()
    {
        var texts = new Dictionary<string, string>();
        foreach (DiagnosticDescriptor descriptor in MistakeDescriptors.All)
        {
            string text = $"{descriptor.Id} {descriptor.Title} ({descriptor.DefaultSeverity}, {descriptor.HelpLinkUri})\n";
            object[][] cases = [.. Cases.Where(row => (string)row[0] == descriptor.Id)];
            Assert.NotEmpty(cases);
            foreach (string marked in cases.Select(row => (string)row[1]))
            {
                Diagnostic mistake = Assert.Single(await MistakesAsync(descriptor.Id, marked));
                text += $"\n{marked}\n  {mistake.GetMessage(CultureInfo.InvariantCulture)}\n";
            }

            texts.Add($"{descriptor.Id}.verified.txt", text);
        }

        Snapshot.Match(texts);
    }

    [Fact]
    public void Every_mistake_has_a_page_and_every_page_a_mistake() => Assert.Equal(
        MistakeDescriptors.All.Select(descriptor => RepositoryFiles.PathOf(descriptor.HelpLinkUri)).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(RepositoryFiles.PathOf("docs", "diagnostics"), "MMOE*.md").Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_pragma_silences_a_mistake() => Assert.Empty((await GeneratorOutcome.OfAsync(
        "#pragma warning disable MMOE013\n[PluginOptions] public sealed partial record Options { public int Count { get; init; } }")).Mistakes);

    [Fact]
    public async Task One_name_in_two_kinds_is_right() => Assert.Empty((await GeneratorOutcome.OfAsync(
        Kinds + "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class One : ISampler;\n"
        + "/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class Two : IDecoder;")).Mistakes);

    /// <summary>The parameters of a constructor may have any order.</summary>
    [Theory]
    [InlineData("A options, DecoderContext context, IDisposable service")]
    [InlineData("IDisposable service, DecoderContext context, A options")]
    [InlineData("DecoderContext context, IDisposable service, A options")]
    public async Task A_plugin_takes_the_context_of_its_kind_at_any_place(string parameters)
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(
            Kinds + $"/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X({parameters}) : IDecoder "
            + "{ public override string ToString() => $\"{options}{context}{service}\"; }");
        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Mistakes);
    }

    /// <summary>Conversions of plain numbers, and scalars where a scalar is taken.</summary>
    [Theory]
    [InlineData("x * 0.5")]
    [InlineData("x.lerp(x, 0.5)")]
    [InlineData("x.lerp_(x, 0.5)")]
    [InlineData("x.pow(3).add(x, 2)")]
    [InlineData("x.add(x, rate)")]
    [InlineData("x[TorchSharp.torch.TensorIndex.Slice(1)]")]
    public async Task Conversions_that_work_are_right(string value)
    {
        GeneratorOutcome outcome = await GeneratorOutcome.OfAsync(Method("TorchSharp.torch.Tensor x, TorchSharp.Scalar rate", value));
        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Mistakes);
    }

    /// <summary>Where one record is wrong, the others are generated all the same.</summary>
    [Fact]
    public async Task A_mistake_costs_only_its_own_file() => Assert.Equal(
        ["Right.Options.g.cs"],
        (await GeneratorOutcome.OfAsync(
            "[PluginOptions] public sealed record Wrong; [PluginOptions] public sealed partial record Right;")).Sources.Select(source => source.HintName));

    /// <summary>All errors; what only lacks a summary counts where that is the mistake.</summary>
    private static async Task<IEnumerable<Diagnostic>> MistakesAsync(string id, string marked) =>
        (await GeneratorOutcome.OfAsync(Kinds + Unmarked(marked))).Mistakes
        .Where(mistake => mistake.Severity == DiagnosticSeverity.Error || mistake.Id == id);

    private static string Option(string property, string attributes = "") =>
        $"[PluginOptions] public sealed partial record Options {{ /// <summary>O.</summary>\n {attributes}public {property} }}";

    private static string Taking(string context, string kind) =>
        $"/// <summary>X.</summary>\n[Plugin(\"x\")] public sealed class X({context} [|context|]) : {kind} {{ public override string ToString() => $\"{{context}}\"; }}";

    private static string Included(string property, string before = "", string attributes = "") =>
        "[PluginOptions] public sealed partial record Shared { /// <summary>R.</summary>\n public int Rate { get; init; } = 1; }\n"
        + $"[PluginOptions] public sealed partial record Options {{ {before}{attributes}[IncludedOptions] public {property} }}";

    private static string Method(string parameters, string value) =>
        $"public static class Steps {{ public static TorchSharp.torch.Tensor Take({parameters}) => {value}; }}";

    private static string Unmarked(string marked) => marked
        .Replace("[[|", "[\u0001", StringComparison.Ordinal).Replace("|]]", "\u0001]", StringComparison.Ordinal)
        .Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
        .Replace("\u0001", "", StringComparison.Ordinal);
}
