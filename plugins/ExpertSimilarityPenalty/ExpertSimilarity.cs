using MmoePipeline;
using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using TorchSharp;

namespace ExpertSimilarityPenalty;

/// <summary>Penalises experts that are used alike: the cosine similarity of the weights that gates give them.</summary>
/// <remarks>
/// <para>
/// An expert's use is the vector <c>u_e</c> of the weights that it gets in a batch, over all rows and gates. The penalty is
/// <c>weight * mean_{i&lt;j} cos(u_i, u_j)</c>: 1 where all experts get the same weights everywhere, 0 where no two of them share a row and gate. A
/// gate-regularizer sees gates, not what experts compute, so this is about which rows experts work on; experts that work on different rows are trained
/// on different gradients.
/// </para>
/// <para>
/// When to use it: gates that stay even, so that a bank of eight experts is trained like one. Not with <c>load-balance</c>, which pulls the other way
/// where it acts on rows.
/// </para>
/// </remarks>
[Plugin("expert-similarity")]
public sealed class ExpertSimilarity(ExpertSimilarityOptions options) : GateRegularizer(nameof(ExpertSimilarity))
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private static readonly Scalar Smallest = 1e-12;

    private readonly Scalar _weight = options.Weight;
    private torch.Tensor? _pairs;

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once;

    /// <inheritdoc/>
    public override void Attach(GateSite site)
    {
        if (site.Experts < 2)
        {
            throw new BadInputException(ModelCodes.ExpertCount, site.Path, "there is one expert only, and none to be similar to.");
        }

        // Each pair of different experts, so that the sum of products with it is the mean over pairs.
        using (torch.NewDisposeScope())
        {
            torch.Tensor others = torch.ones(site.Experts, site.Experts) - torch.eye(site.Experts);
            _pairs = (others / (site.Experts * (site.Experts - 1.0))).to(site.Device).MoveToOuterDisposeScope();
        }

        register_buffer("pairs", _pairs);
    }

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor pairs = _pairs ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first pass.");
        torch.Tensor use = weights.flatten(0, 1);
        torch.Tensor directions = use / use.square().sum(0, keepdim: true).clamp_min(Smallest).sqrt();
        return directions.t().mm(directions).mul(pairs).sum().mul(_weight);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
