using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MmoePipeline.Generators.Tests;

public sealed class MistakeTests
{
    private const string Kinds =
        """
        [PluginKind("sampler")] public interface ISampler;
        [PluginKind("decoder")] public interface IDecoder;
        [PluginOptions] public sealed partial record A;
        [PluginOptions] public sealed partial record B;

        """;

    [Theory]
    [InlineData("MMOE001", "[PluginOptions] public sealed record [|Options|];", "'Options' must be partial")]
    [InlineData("MMOE001", "public class [|Outer|] { [PluginOptions] public sealed partial record Options; }", "'Outer' must be partial")]
    [InlineData("MMOE002", "[PluginOptions] public partial record [|Options|];", "'Options' must be a sealed record class")]
    [InlineData("MMOE002", "[PluginOptions] public sealed partial record [|Options|](int Count);", "'Options' must be a sealed record class")]
    [InlineData("MMOE002", "[PluginOptions] public sealed partial record [|Options|]<T>;", "'Options' must be a sealed record class")]
    [InlineData("MMOE002", "[PluginOptions] public sealed partial class [|Options|];", "'Options' must be a sealed record class")]
    [InlineData("MMOE003", "[PluginOptions] public sealed partial record Options { public object? [|What|] { get; init; } }", "'What' is of type 'object?'")]
    [InlineData("MMOE003", "[PluginOptions] public sealed partial record Options { public ImmutableArray<Uri> [|What|] { get; init; } }", "which has no form in configurations")]
    [InlineData("MMOE004", "[PluginOptions] public sealed partial record Options { public int [|Count|] { get; set; } }", "use 'init'")]
    [InlineData("MMOE005", "[PluginOptions] public sealed partial record Options { [[|Range(1, 2)|]] public string A { get; init; } = \"\"; }", "[Range] can't be applied to 'A': it limits numbers")]
    [InlineData("MMOE005", "[PluginOptions] public sealed partial record Options { [[|Length(1, 2)|]] public int A { get; init; } }", "it limits texts and lists")]
    [InlineData("MMOE005", "[PluginOptions] public sealed partial record Options { [[|EmailAddress|]] public string A { get; init; } = \"\"; }", "the generator doesn't know it")]
    [InlineData("MMOE006", "[Plugin(\"x\")] public sealed class [|X|];", "but has none")]
    [InlineData("MMOE006", "[Plugin(\"x\")] public sealed class [|X|] : ISampler, IDecoder;", "but has ISampler and IDecoder")]
    [InlineData("MMOE007", "[Plugin(\"x\")] public abstract class [|X|] : ISampler;", "exactly one public constructor")]
    [InlineData("MMOE007", "[Plugin(\"x\")] public sealed class [|X|]<T> : ISampler;", "exactly one public constructor")]
    [InlineData("MMOE007", "[Plugin(\"x\")] public sealed class [|X|] : ISampler { private X() { } }", "exactly one public constructor")]
    [InlineData("MMOE008", "[Plugin(\"LowRank\")] public sealed class [|X|] : ISampler;", "for instance 'low-rank'")]
    [InlineData("MMOE008", "[Plugin(\"\")] public sealed class [|LowRank|] : ISampler;", "for instance 'low-rank'")]
    [InlineData("MMOE010", "[Plugin(\"x\")] public sealed class [|X|](A a, B b) : ISampler { public override string ToString() => $\"{a}{b}\"; }", "several records of options")]
    public void Is_told_at_its_place(string id, string marked, string message)
    {
        ArgumentNullException.ThrowIfNull(marked);
        string source = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        Diagnostic mistake = Assert.Single(GeneratorOutcome.Of(Kinds + source).Diagnostics);

        Assert.Equal(id, mistake.Id);
        Assert.Contains(message, mistake.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(
            marked[(marked.IndexOf("[|", StringComparison.Ordinal) + 2)..marked.IndexOf("|]", StringComparison.Ordinal)],
            mistake.Location.SourceTree!.GetText().ToString(mistake.Location.SourceSpan));
    }

    [Fact]
    public void Two_plugins_of_one_name_are_told()
    {
        Diagnostic mistake = Assert.Single(GeneratorOutcome.Of(
            Kinds + "[Plugin(\"x\")] public sealed class One : ISampler; [Plugin(\"x\")] public sealed class Two : ISampler;").Diagnostics);

        Assert.Equal("MMOE009", mistake.Id);
        Assert.Contains("The sampler 'x' is both One and Two", mistake.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_in_two_kinds_is_right() => Assert.Empty(GeneratorOutcome.Of(
        Kinds + "[Plugin(\"x\")] public sealed class One : ISampler; [Plugin(\"x\")] public sealed class Two : IDecoder;").Diagnostics);
}
