using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
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
public sealed class GateNoisyTopK(GateNoisyTopKOptions options) : GateRegularizer(nameof(GateNoisyTopK))
{
    private RandomStream? _draws;
    private Parameter? _map;
    private torch.Tensor? _deviation;

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits | GateEffects.SelectsByLogits;

    /// <inheritdoc/>
    public override void Attach(GateSite site)
    {
        if (options.K > site.Experts)
        {
            throw new BadInputException(ModelCodes.ExpertCount, $"{site.Path}.k", $"expected at most the number of experts, {site.Experts}, found {options.K}.");
        }

        if (options.Noise)
        {
            _draws = site.Random.Open($"{site.Name}.noise", site.Device);
            _map = FreshParameter.From(torch.zeros(site.InputWidth, site.Gates.Length * site.Experts), site.Device);
            register_parameter("noise", _map);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor OnInput(torch.Tensor input)
    {
        _deviation = training && _map is not null ? torch.nn.functional.softplus(input.mm(_map)) : null;
        return input;
    }

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits)
    {
        torch.Tensor noisy = _deviation is null
            ? logits
            : logits + (_deviation.view(logits.shape) * _draws!.Normal(logits.shape));
        torch.Tensor chosen = noisy.detach().topk(options.K, -1).indexes;
        torch.Tensor others = torch.full_like(noisy, float.NegativeInfinity, requires_grad: false)
            .scatter_(-1, chosen, torch.zeros_like(noisy, requires_grad: false));
        _deviation = null;
        return noisy + others;
    }
}
