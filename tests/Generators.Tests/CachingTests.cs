using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MmoePipeline.Generators.Tests;

public sealed class CachingTests
{
    private const string Source =
        """
        [PluginKind("sampler")] public interface ISampler;

        [PluginOptions]
        public sealed partial record Options
        {
            [Range(1, 9)]
            public int Count { get; init; } = 1;
        }

        [Plugin("x")]
        public sealed class X(Options options) : ISampler
        {
            public int Count => options.Count;
        }
        """;

    [Fact]
    public void An_edit_elsewhere_leaves_all_steps_as_they_were() => AssertRebuilt(
        Source + "\npublic sealed class Elsewhere;",
        options: false,
        catalogue: false);

    [Fact]
    public void An_edit_inside_of_a_method_leaves_all_steps_as_they_were() => AssertRebuilt(
        Source.Replace("=> options.Count", "=> options.Count + 1", StringComparison.Ordinal),
        options: false,
        catalogue: false);

    [Fact]
    public void A_new_rule_rebuilds_the_options_and_not_the_catalogue() => AssertRebuilt(
        Source.Replace("Range(1, 9)", "Range(1, 8)", StringComparison.Ordinal),
        options: true,
        catalogue: false);

    [Fact]
    public void A_new_name_rebuilds_the_catalogue_and_not_the_options() => AssertRebuilt(
        Source.Replace("\"x\"", "\"y\"", StringComparison.Ordinal),
        options: false,
        catalogue: true);

    private static void AssertRebuilt(string edited, bool options, bool catalogue)
    {
        CSharpCompilation before = GeneratorOutcome.Compile(Source);
        CSharpCompilation after = before.ReplaceSyntaxTree(
            before.SyntaxTrees.Single(), GeneratorOutcome.Compile(edited).SyntaxTrees.Single());
        GeneratorDriver driver = GeneratorOutcome.Driver().RunGenerators(before).RunGenerators(after);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();

        Assert.Equal(options, IsRebuilt(result, PluginGenerator.OptionsStep));
        Assert.Equal(catalogue, IsRebuilt(result, PluginGenerator.CatalogueStep));
    }

    private static bool IsRebuilt(GeneratorRunResult result, string step) => result.TrackedSteps[step]
        .SelectMany(run => run.Outputs)
        .Any(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
}
