using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Experiments.Matching;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Comparisons;

public sealed class ParameterMatchingTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private static readonly string[] Models =
    [
        """{ "type": "mmoe", "experts": [{ "type": "mlp", "count": 3, "hidden": [A, B] }], "tower": { "hidden": [A] } }""",
        """{ "type": "shared-bottom", "experts": [{ "type": "mlp", "count": 2, "hidden": [A] }, { "type": "mlp", "count": 1, "hidden": [B, A] }] }""",
        """{ "type": "ple", "experts": [{ "type": "glu", "count": 2, "hidden": [A, B] }], "taskExperts": [{ "type": "mlp", "count": 1, "hidden": [B] }] }""",
        """{ "type": "mmoe", "experts": [{ "type": "residual", "count": 2, "width": A, "hidden": B }] }""",
        """{ "type": "mmoe", "experts": [{ "type": "cross", "count": 2, "width": A, "rank": B }] }""",
        """{ "type": "aitm", "chain": ["click", "conversion"], "hidden": [A, B] }""",
    ];

    private readonly ParameterMatching _matching = new(Registry, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>
    /// Sizes are whole, so the smallest networks step by more than 2 %: those of this test have some hundred values a size at most,
    /// and thousands in all.
    /// </summary>
    [Fact]
    public void Whatever_the_network_its_size_comes_within_two_per_cent() => Gen.Select(
        Gen.OneOfConst(Models), Gen.Int[24, 90], Gen.Int[12, 60], Gen.Double[0.6, 3]).Sample(
        (model, a, b, factor) =>
        {
            Variant variant = Of(model.Replace("A", $"{a}", StringComparison.Ordinal).Replace("B", $"{b}", StringComparison.Ordinal));
            long due = (long)(_matching.Count(variant) * factor);
            Variant matched = _matching.Match(variant, due);
            Assert.InRange(_matching.Count(matched), 0.98 * due, 1.02 * due);
            Assert.All(matched.Sets.Except(variant.Sets), set => Assert.StartsWith("model.", set, StringComparison.Ordinal));
        },
        iter: 12,
        threads: 1);

    /// <summary>An embedding of one colour, price and buyer's device would be a formula of its own; a layer's is w n + n.</summary>
    [Fact]
    public void A_wider_layer_has_as_many_values_more_as_its_shape_says()
    {
        long Count(int width) => _matching.Count(Of(
            $$"""{ "type": "shared-bottom", "experts": [{ "type": "mlp", "count": 1, "hidden": [{{width}}] }], "tower": { "hidden": [] } }"""));

        // Input: four fields of 8 and a number. Two towers of one output: a weight for each value of the layer, and one offset.
        Assert.Equal((8 * 4) + 1 + 1 + 2, Count(11) - Count(10));
    }

    [Fact]
    public void What_is_near_enough_stays_as_it_is()
    {
        Variant variant = Of(Models[0].Replace("A", "40", StringComparison.Ordinal).Replace("B", "20", StringComparison.Ordinal));
        Assert.Same(variant, _matching.Match(variant, (long)(_matching.Count(variant) * 1.015)));
    }

    [Fact]
    public void Where_no_size_is_near_it_says_how_near_one_comes()
    {
        Variant variant = Of(Models[0].Replace("A", "40", StringComparison.Ordinal).Replace("B", "20", StringComparison.Ordinal));
        BadInputException refusal = Assert.Throws<BadInputException>(() => _matching.Match(variant, 100));
        Assert.Contains("variant: no hidden sizes give it 100 parameters within 2 %; the nearest are ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("model.experts.0.hidden=[1, 1]", refusal.Message, StringComparison.Ordinal);
    }

    private static Variant Of(string model) => new(
        "variant",
        RepositoryFiles.PathOf("configs", "funnel-aitm.json"),
        ["data.source.rows=2000", "data.source.users=50", "data.source.items=30", "data.cache=null", $"model={model}"]);
}
