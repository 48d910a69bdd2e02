using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.GateRegularizers.DselectK;

/// <summary>Chooses at most k experts by a smooth function of binary codes, in the place of the softmax.</summary>
/// <remarks>
/// <para>
/// Each of k selectors has a code of <c>m = ceil(log2 E)</c> values; with the smooth step <c>S</c> (0 below <c>-gamma/2</c>, 1 above <c>gamma/2</c>, a cubic
/// between) it gives expert <c>i</c> the weight <c>r_i = prod_j S(z_j) or 1 - S(z_j)</c>, by the bits of <c>i</c>. The gate is
/// <c>sum_s softmax(alpha)_s r(z_s)</c>. Hazimeh et al.: DSelect-k, NeurIPS 2021, equations 3 to 6. Where E is not a power of two, the weights of
/// codes that no expert has are spread over the others by their sum, and the penalty <c>reachabilityWeight * sum_s 1 / sum_i r_i</c> pushes selectors
/// away from such codes (its appendix; the authors' code adds it with the weight 1). The selectors' entropy is a penalty, too.
/// </para>
/// <para>
/// Differences: penalties are means over the batch, in the authors' code sums. With <c>perExample</c> the codes and the mixture are linear maps
/// of the input without a bias; the authors' layers have one.
/// </para>
/// <para>
/// When to use it: sparse gates that learn more smoothly than by <c>noisy-top-k</c>.
/// </para>
/// </remarks>
[Plugin("dselect-k")]
public sealed class GateDselectK : GateRegularizer
{
    private static readonly Scalar Smallest = 1e-30;
    /// <summary>Below this part of all weights, a selector's code is as good as unreachable: the gradient of the quotient stays finite.</summary>
    private static readonly Scalar SmallestSum = 1e-6;

    private static readonly Scalar One = 1;
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar Three = 3;

    private readonly GateDselectKOptions _options;
    private readonly GateContext _context;
    private readonly Scalar _entropyWeight;
    private readonly Scalar _reachabilityWeight;
    private readonly Scalar _cubic;
    private readonly Scalar _linear;
    private readonly Scalar _lower;
    private readonly Scalar _upper;
    private readonly int _bits;
    private readonly Parameter _codes;
    private readonly Parameter _mixture;
    private readonly torch.Tensor _patterns;
    private readonly torch.Tensor _others;
    private torch.Tensor? _choices;

    /// <summary>Creates the regularizer.</summary>
    /// <exception cref="BadInputException">There are fewer experts than are to be chosen.</exception>
    public GateDselectK(GateDselectKOptions options, GateContext context)
        : base(nameof(GateDselectK))
    {
        if (context.Experts < 2)
        {
            throw new BadInputException(ModelCodes.ExpertCount, context.Path, "there is one expert only, and nothing to choose.");
        }

        if (options.K > context.Experts)
        {
            throw new BadInputException(ModelCodes.ExpertCount, $"{context.Path}.k", $"expected at most the number of experts, {context.Experts}, found {options.K}.");
        }

        (_options, _context) = (options, context);
        _entropyWeight = options.EntropyWeight;
        _reachabilityWeight = options.ReachabilityWeight;
        _cubic = -2 / (options.Gamma * options.Gamma * options.Gamma);
        _linear = 1.5 / options.Gamma;
        _lower = -options.Gamma / 2;
        _upper = options.Gamma / 2;
        _bits = (int)Math.Ceiling(Math.Log2(context.Experts));
        int gates = context.Gates.Length;
        RandomStream draws = context.Random.Open($"{context.Name}.codes");
        double start = options.Gamma / 100;
        _codes = FreshParameter.From(
            options.PerExample
                ? draws.Uniform([context.InputWidth, gates * options.K * _bits], -start, start)
                : draws.Uniform([1, gates * options.K * _bits], -start, start),
            context.Device);
        _mixture = FreshParameter.From(
            options.PerExample
                ? draws.Uniform([context.InputWidth, gates * options.K], -0.05, 0.05)
                : draws.Uniform([1, gates * options.K], -0.05, 0.05),
            context.Device);
        register_parameter("codes", _codes);
        register_parameter("mixture", _mixture);

        float[] patterns =
            [.. Enumerable.Range(0, context.Experts).SelectMany(expert => Enumerable.Range(0, _bits).Select(bit => (float)((expert >> bit) & 1)))];
        _patterns = torch.tensor(patterns, [context.Experts, _bits], device: context.Device);
        _others = torch.tensor([.. patterns.Select(bit => 1 - bit)], [context.Experts, _bits], device: context.Device);
        register_buffer("patterns", _patterns);
        register_buffer("others", _others);
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReplacesWeights;

    /// <inheritdoc/>
    public override torch.Tensor OnInput(torch.Tensor input)
    {
        long gates = _context.Gates.Length;
        torch.Tensor read = _options.PerExample ? input : torch.ones(input.size(0), 1, device: _context.Device);

        // [batch, gates, selectors, 1, bits]: the code's steps, or what is left to 1, by the bits of each expert.
        torch.Tensor steps = SmoothStep(read.mm(_codes)).view(-1, gates, _options.K, 1, _bits);
        torch.Tensor choices = ((_patterns * steps) + (_others * steps.neg().add(One))).prod(-1);
        torch.Tensor shares = read.mm(_mixture).view(-1, gates, _options.K).softmax(-1);
        _choices = choices;
        Weights = (shares.unsqueeze(-1) * choices / choices.sum(-1, keepdim: true).clamp_min(Smallest)).sum(2);
        return input;
    }

    /// <inheritdoc/>
    public override torch.Tensor OnWeights(torch.Tensor weights) => Weights!;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor choices = _choices!;
        torch.Tensor entropy = -(choices * choices.clamp_min(Smallest).log()).sum(-1).mean([0]).sum();
        torch.Tensor penalty = entropy.mul(_entropyWeight);
        if (_context.Experts == 1 << _bits)
        {
            return penalty;
        }

        torch.Tensor unreachable = choices.sum(-1).clamp_min(SmallestSum).reciprocal().mean([0]).sum();
        return penalty + unreachable.mul(_reachabilityWeight);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Scalar scalar in new[] { _entropyWeight, _reachabilityWeight, _cubic, _linear, _lower, _upper })
            {
                scalar.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private torch.Tensor? Weights { get; set; }

    private torch.Tensor SmoothStep(torch.Tensor codes)
    {
        torch.Tensor inside = (codes.pow(Three).mul(_cubic) + codes.mul(_linear)).add(Half);
        return torch.where(
            codes.le(_lower), torch.zeros_like(codes), torch.where(codes.ge(_upper), torch.ones_like(codes), inside));
    }
}
