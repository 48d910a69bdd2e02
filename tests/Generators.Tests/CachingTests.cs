using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MmoePipeline.Generators.Tests;

public sealed class CachingTests
{
    private const string Source =
        """
        [PluginKind("sampler")] public interface ISampler;

        /// <summary>Options.</summary>
        [PluginOptions]
        public sealed partial record Options
        {
            /// <summary>How many.</summary>
            [Range(1, 9)]
            public int Count { get; init; } = 1;
        }

        /// <summary>Options.</summary>
        [PluginOptions]
        public sealed partial record Others
        {
            public ImmutableArray<PluginSlot<ISampler>> Samplers { get; init; } = [];
        }

        /// <summary>Samples.</summary>
        [Plugin("x")]
        public sealed class X(Options options) : ISampler
        {
            public int Count => options.Count;
        }
        """;

    [Fact]
    public void An_edit_elsewhere_leaves_everything_as_it_was() =>
        AssertRebuilt(Source + "\npublic sealed class Elsewhere;", options: 0, catalogue: false);

    [Fact]
    public void An_edit_inside_of_a_method_leaves_everything_as_it_was() =>
        AssertRebuilt(Edited("=> options.Count", "=> options.Count + 1"), options: 0, catalogue: false);

    [Fact]
    public void An_edit_of_a_comment_leaves_everything_as_it_was() =>
        AssertRebuilt("// A comment that moves all places.\n" + Source, options: 0, catalogue: false);

    [Fact]
    public void A_new_default_leaves_everything_as_it_was() =>
        AssertRebuilt(Edited("= 1;", "= 2;"), options: 0, catalogue: false);

    [Fact]
    public void A_new_rule_rebuilds_its_record_and_not_the_catalogue() =>
        AssertRebuilt(Edited("Range(1, 9)", "Range(1, 8)"), options: 1, catalogue: false);

    [Fact]
    public void A_new_summary_of_an_option_rebuilds_its_record_and_not_the_catalogue() =>
        AssertRebuilt(Edited("How many.", "How often."), options: 1, catalogue: false);

    [Fact]
    public void A_new_name_rebuilds_the_catalogue_and_no_record() =>
        AssertRebuilt(Edited("\"x\"", "\"y\""), options: 0, catalogue: true);

    /// <summary>Symbols and syntax would keep whole compilations in memory, and never equal those of the next one.</summary>
    [Fact]
    public void Models_hold_neither_symbols_nor_syntax()
    {
        GeneratorRunResult result = GeneratorOutcome.Driver().RunGenerators(GeneratorOutcome.Compile(Source)).GetRunResult().Results.Single();
        string[] steps = [PluginGenerator.OptionsStep, PluginGenerator.PluginStep, PluginGenerator.CatalogueStep];
        object[] models = [.. steps.SelectMany(step => result.TrackedSteps[step]).SelectMany(run => run.Outputs).Select(output => output.Value)];
        Assert.Equal(4, models.Length);
        Assert.All(models, model => AssertPlain(model, []));
    }

    private static string Edited(string before, string after)
    {
        Assert.Contains(before, Source, StringComparison.Ordinal);
        return Source.Replace(before, after, StringComparison.Ordinal);
    }

    private static void AssertRebuilt(string edited, int options, bool catalogue)
    {
        CSharpCompilation before = GeneratorOutcome.Compile(Source);
        CSharpCompilation after = before.ReplaceSyntaxTree(
            before.SyntaxTrees.Single(), GeneratorOutcome.Compile(edited).SyntaxTrees.Single());
        GeneratorDriver driver = GeneratorOutcome.Driver().RunGenerators(before).RunGenerators(after);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();

        Assert.Equal(options, Rebuilt(result.TrackedSteps[PluginGenerator.OptionsStep]));
        Assert.Equal(catalogue ? 1 : 0, Rebuilt(result.TrackedSteps[PluginGenerator.CatalogueStep]));

        // And what comes out of the generator: a source for each record that changed, and one for the catalogue.
        Assert.Equal(options + (catalogue ? 1 : 0), result.TrackedOutputSteps.Sum(step => Rebuilt(step.Value)));
    }

    private static int Rebuilt(IEnumerable<IncrementalGeneratorRunStep> runs) => runs.SelectMany(run => run.Outputs)
        .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    private static void AssertPlain(object? value, HashSet<object> seen)
    {
        if (value is null or string or bool or int or double || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel or AttributeData, $"{value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                AssertPlain(item, seen);
            }

            return;
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertPlain(field.GetValue(value), seen);
        }
    }
}
