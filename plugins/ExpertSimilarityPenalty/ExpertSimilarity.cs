using MmoePipeline;
using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
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
public sealed class ExpertSimilarity : GateRegularizer
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private static readonly Scalar Smallest = 1e-12;

    private readonly Scalar _weight;
    private readonly torch.Tensor _pairs;

    /// <summary>Creates the regularizer.</summary>
    /// <exception cref="BadInputException">There is only one expert.</exception>
    public ExpertSimilarity(ExpertSimilarityOptions options, GateContext context)
        : base(nameof(ExpertSimilarity))
    {
        if (context.Experts < 2)
        {
            throw new BadInputException(ModelCodes.ExpertCount, context.Path, "there is one expert only, and none to be similar to.");
        }

        _weight = options.Weight;

        // Each pair of different experts, so that the sum of products with it is the mean over pairs.
        using (torch.NewDisposeScope())
        {
            torch.Tensor others = torch.ones(context.Experts, context.Experts) - torch.eye(context.Experts);
            _pairs = (others / (context.Experts * (context.Experts - 1.0))).to(context.Device).MoveToOuterDisposeScope();
        }

        register_buffer("pairs", _pairs);
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights)
    {
        torch.Tensor use = weights.flatten(0, 1);
        torch.Tensor directions = use / use.square().sum(0, keepdim: true).clamp_min(Smallest).sqrt();
        return directions.t().mm(directions).mul(_pairs).sum().mul(_weight);
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
