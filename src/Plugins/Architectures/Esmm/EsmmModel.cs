using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Esmm;

/// <summary>The network of <see cref="Esmm"/>.</summary>
public sealed class EsmmModel : MultiTaskModel
{
    private readonly MixtureBottom _bottom;
    private readonly Towers _towers;
    private readonly long[] _widths;
    private readonly int _click;
    private readonly int _conversion;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    /// <exception cref="BadInputException">Click or conversion is no task of the run, or isn't binary.</exception>
    public EsmmModel(EsmmOptions options, ModelContext context)
        : base(nameof(EsmmModel))
    {
        _click = BinaryTasks.Find(options.Click, "click", context);
        _conversion = BinaryTasks.Find(options.Conversion, "conversion", context);
        _widths = [.. context.Tasks.Select(task => (long)task.Width)];
        _bottom = new MixtureBottom("", options.Shared, options.Experts, options.Gate, context);
        _towers = new Towers("towers", options.Tower, _bottom.OutputWidth, context);
        register_module("bottom", _bottom);
        register_module("towers", _towers);
        Parts = [.. _bottom.Parts, new("towers", _towers)];

        // The conversion's loss reaches the click's tower and gate too.
        SharedParameters = [.. _bottom.parameters(), .. _towers.ParametersOf(_click)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ImmutableArray<FunnelStep> Funnel => [new(_click, _conversion)];

    /// <summary>
    /// The logit of a product of two probabilities that are given by their logits:
    /// <c>-log(exp(-a) + exp(-b) + exp(-a - b))</c>, because <c>1/p - 1 = (1 + exp(-a)) (1 + exp(-b)) - 1</c>.
    /// </summary>
    /// <param name="first">Any shape.</param>
    /// <param name="second">The same shape.</param>
    /// <returns>The same shape; finite for finite logits.</returns>
    public static torch.Tensor LogitOfProduct(torch.Tensor first, torch.Tensor second)
    {
        (torch.Tensor a, torch.Tensor b) = (first.neg(), second.neg());
        return torch.stack([a, b, a + b]).logsumexp(0).neg();
    }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor[] logits = _towers.Forward(_bottom.Forward(features, trace, out torch.Tensor? penalty)).split(_widths, 1);
        logits[_conversion] = LogitOfProduct(logits[_click], logits[_conversion]);
        return new ModelOutput(torch.cat(logits, 1), penalty);
    }
}
