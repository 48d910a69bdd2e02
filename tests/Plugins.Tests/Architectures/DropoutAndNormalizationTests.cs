using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Architectures.Aitm;
using MmoePipeline.Plugins.Architectures.Cgc;
using MmoePipeline.Plugins.Architectures.CrossStitch;
using MmoePipeline.Plugins.Architectures.Esmm;
using MmoePipeline.Plugins.Architectures.Home;
using MmoePipeline.Plugins.Architectures.Mmoe;
using MmoePipeline.Plugins.Architectures.Ple;
using MmoePipeline.Plugins.Architectures.SharedBottom;
using MmoePipeline.Plugins.Architectures.SingleTask;
using MmoePipeline.Plugins.Architectures.Stem;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Architectures;

/// <summary>Dropout and normalization of shared layers and towers.</summary>
public sealed class DropoutAndNormalizationTests : NetworkFixture
{
    private static readonly SharedLayersOptions PlainShared = new() { SharedLayers = [6, 4] };

    private static readonly TowerOptions PlainTower = new() { Hidden = [5] };

    public static TheoryData<string> Architectures =>
        ["mmoe", "shared-bottom", "single-task", "cgc", "ple", "stem", "home", "esmm", "aitm", "cross-stitch"];

    /// <summary>Without the options, parameters, streams and outputs are those of layers that don't know them.</summary>
    [Fact]
    public void Defaults_are_the_layers_without_dropout_and_normalization()
    {
        torch.Tensor input = Random.Open("input").Normal([7, Layout.InputWidth]);
        using RandomStreams one = new(5);
        using RandomStreams other = new(5);
        using var shared = new SharedLayers("shared", PlainShared, Context(one, "a", "b"));
        using var plain = new ParallelMlp("shared", 1, Layout.InputWidth, [6, 4], Activation.Relu, sharedInput: true, other, torch.CPU);
        using var towers = new Towers("towers", PlainTower, 4, Context(one, "a", "b"));
        using var hidden = new ParallelMlp("towers.hidden", 2, 4, [5], Activation.Relu, sharedInput: false, other, torch.CPU);
        using var output = new ParallelLinear("towers.output", 2, 5, 1, other, torch.CPU);
        torch.Tensor before = plain.Forward(input).squeeze(0);
        torch.Tensor logits = output.Forward(hidden.Forward(before.expand(2, -1, -1))).permute(1, 0, 2).flatten(1);
        AssertBits(logits, towers.Forward(shared.Forward(input).expand(2, -1, -1)));
        Assert.Equal(other.Opened.Keys, one.Opened.Keys);
        Assert.Equal(4, shared.parameters().Select(parameter => parameter.Handle).Distinct().Count());
    }

    /// <summary>Without layers an option has nothing to act on; with them the formula is relu(norm(x W + b)), then the output map.</summary>
    [Fact]
    public void Normalization_is_before_the_activation_function()
    {
        using var shared = new SharedLayers("shared", new() { SharedLayers = [6], SharedNormalization = Normalization.Layer }, Context(Random, "a"));
        torch.Tensor input = Random.Open("input").Normal([7, Layout.InputWidth]);
        Dictionary<string, torch.Tensor> state = shared.state_dict();
        torch.Tensor linear = torch.matmul(input, state["layers.0.weight"]) + state["layers.0.bias"];
        torch.Tensor centred = linear - linear.mean([1], keepdim: true);
        torch.Tensor expected = (centred / (centred.square().mean([1], keepdim: true) + 1e-5).sqrt()).relu();
        Assert.True(torch.allclose(expected, shared.Forward(input), 1e-5, 1e-5));
    }

    /// <summary>While training, dropout sets values to 0 and doubles the others, by a stream of its own; in evaluation it does nothing.</summary>
    [Fact]
    public void Dropout_leaves_values_out_while_training_only()
    {
        using RandomStreams one = new(5);
        using RandomStreams other = new(5);
        using var dropping = new SharedLayers("shared", new() { SharedLayers = [64], SharedDropout = 0.5 }, Context(one, "a"));
        using var plain = new SharedLayers("shared", new() { SharedLayers = [64] }, Context(other, "a"));
        torch.Tensor input = Random.Open("input").Normal([200, Layout.InputWidth]);
        torch.Tensor whole = plain.Forward(input);
        dropping.eval();
        AssertBits(whole, dropping.Forward(input));
        dropping.train();
        torch.Tensor kept = dropping.Forward(input);
        torch.Tensor isLeftOut = kept == 0;
        AssertBits(torch.where(isLeftOut, torch.zeros_like(whole), whole * 2), kept);

        // Of 12,800 values, about half are above 0, of which half are left out: 5 standard deviations are 3.2 %.
        double share = (isLeftOut & (whole > 0)).sum().ToDouble() / (whole > 0).sum().ToDouble();
        Assert.InRange(share, 0.46, 0.54);
        Assert.Contains("shared.dropout", one.Opened.Keys);
        Assert.DoesNotContain("shared.dropout", other.Opened.Keys);
    }

    /// <summary>Every architecture passes both on: to its shared layers, and to its towers.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void Each_architecture_has_them(string architecture)
    {
        FeatureBatch batch = Batch(12);
        foreach ((SharedLayersOptions shared, TowerOptions tower, string stream) in (IEnumerable<(SharedLayersOptions, TowerOptions, string)>)
        [
            (PlainShared with { SharedDropout = 0.5, SharedNormalization = Normalization.Layer }, PlainTower, "dropout"),
            (PlainShared, PlainTower with { Dropout = 0.5, Normalization = Normalization.Layer }, "hidden.dropout"),
        ])
        {
            using RandomStreams one = new(5);
            using RandomStreams other = new(5);
            using MultiTaskModel model = Model(architecture, one, shared, tower);
            using MultiTaskModel same = Model(architecture, other, shared, tower);
            model.eval();
            AssertBits(model.Forward(batch).Logits, model.Forward(batch).Logits);
            model.train();
            same.train();
            torch.Tensor first = model.Forward(batch).Logits;
            AssertBits(first, same.Forward(batch).Logits);
            Assert.NotEqual(first.contiguous().bytes.ToArray(), model.Forward(batch).Logits.contiguous().bytes.ToArray());
            Assert.Contains(one.Opened.Keys, name => name.EndsWith(stream, StringComparison.Ordinal));
            Assert.Contains(model.named_parameters(), parameter => parameter.name.Contains("normalization", StringComparison.Ordinal));
        }
    }

    private static MultiTaskModel Model(string architecture, RandomStreams random, SharedLayersOptions shared, TowerOptions tower)
    {
        ModelContext context = Context(random, "one", "two");
        context = context with { Tasks = [.. context.Tasks.Select(task => task with { Type = "binary" })] };
        return architecture switch
        {
            "mmoe" => new MmoeModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)] }, context),
            "shared-bottom" => new SharedBottomModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)] }, context),
            "single-task" => new SingleTaskModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)] }, context),
            "cgc" => new CgcModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)], TaskExperts = [Experts(1, 4)] }, context),
            "ple" => new PleModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)], TaskExperts = [Experts(1, 4)] }, context),
            "stem" => new StemModel(new() { Shared = shared, Tower = tower, Experts = [Experts(2, 4)], TaskExperts = [Experts(1, 4)] }, context),
            "home" => new HomeModel(new() { Shared = shared, Tower = tower, Groups = [["one"], ["two"]], Hidden = [6, 4] }, context),
            "esmm" => new EsmmModel(new() { Shared = shared, Tower = tower, Click = "one", Conversion = "two" }, context),
            "aitm" => new AitmModel(new() { Shared = shared, Tower = tower, Hidden = [6, 4] }, context),
            _ => new CrossStitchModel(new() { Shared = shared, Tower = tower, Hidden = [6, 4] }, context),
        };
    }

    private static void AssertBits(torch.Tensor expected, torch.Tensor actual) =>
        Assert.Equal(expected.contiguous().bytes.ToArray(), actual.contiguous().bytes.ToArray());
}
