using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.GateRegularizers.NoisyTopK;

/// <summary>Lets a row use only the k experts with the largest logits, found with trained noise while training.</summary>
/// <remarks>
/// <para>
/// <c>softmax(KeepTopK(z + n * softplus(x W), k))</c> with standard normal <c>n</c>; the others get a logit of minus infinity. Shazeer et al.:
/// Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer, ICLR 2017, equations 3 to 5. <c>W</c> starts at zero.
/// All experts are still computed: it shapes the gates, and saves no time. The public implementation mixture-of-experts (moe.py) adds 1e-2 to the
/// standard deviation <c>softplus(x W)</c>; the paper and this plugin don't.
/// </para>
/// <para>When to use it: experts that should specialise; with <c>load-balance</c>, or some are never chosen.</para>
/// </remarks>
[Plugin("noisy-top-k")]
public sealed class GateNoisyTopK : GateRegularizer
{
    private readonly int _k;
    private readonly RandomStream? _draws;
    private readonly Parameter? _map;
    private torch.Tensor? _standardDeviation;

    /// <summary>Creates the regularizer.</summary>
    /// <exception cref="BadInputException">There are fewer experts than are to be chosen.</exception>
    public GateNoisyTopK(GateNoisyTopKOptions options, GateContext context)
        : base(nameof(GateNoisyTopK))
    {
        if (options.K > context.Experts)
        {
            throw new BadInputException(ModelCodes.ExpertCount, $"{context.Path}.k", $"expected at most the number of experts, {context.Experts}, found {options.K}.");
        }

        _k = options.K;
        if (options.Noise)
        {
            _draws = context.Random.Open($"{context.Name}.noise", context.Device);
            _map = FreshParameter.From(torch.zeros(context.InputWidth, context.Gates.Length * context.Experts), context.Device);
            register_parameter("noise", _map);
        }
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits | GateEffects.SelectsByLogits;

    /// <inheritdoc/>
    public override torch.Tensor OnInput(torch.Tensor input)
    {
        _standardDeviation = training && _map is not null ? torch.nn.functional.softplus(input.mm(_map)) : null;
        return input;
    }

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits)
    {
        torch.Tensor noisy = _standardDeviation is null
            ? logits
            : logits + (_standardDeviation.view(logits.shape) * _draws!.Normal(logits.shape));
        torch.Tensor chosen = noisy.detach().topk(_k, -1).indexes;
        torch.Tensor others = torch.full_like(noisy, float.NegativeInfinity, requires_grad: false)
            .scatter_(-1, chosen, torch.zeros_like(noisy, requires_grad: false));
        _standardDeviation = null;
        return noisy + others;
    }
}
