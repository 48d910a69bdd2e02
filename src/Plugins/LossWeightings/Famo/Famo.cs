using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Famo;

/// <summary>Fast adaptive multitask optimisation: steers by how much each loss fell in the step, so all fall at one rate.</summary>
/// <remarks>
/// <para>
/// Liu, Feng, Stone, Liu: FAMO: Fast Adaptive Multitask Optimization, NeurIPS 2023, algorithm 1. With
/// <c>z = softmax(xi)</c> the weight of a loss is <c>c z_k / L_k</c>, <c>c = 1 / sum_k(z_k / L_k)</c>. After the step,
/// <c>xi</c> descends <c>J^T (log L_before - log L_after) + decay xi</c>, J being the softmax's derivative. As in the authors'
/// program, that descent is Adam's. A task without a labelled row in the batch, or with a loss of 0, is left out of the step: <c>z</c> is the
/// softmax over the others, and its <c>xi</c> gets a gradient of zero. The second evaluation is a training pass with the same random draws
/// as the first, dropout included, and leaves no trace in the network's _state.
/// </para>
/// <para>
/// Differences: the decay is 0.001 as in the authors' scripts; the default of their class is 0.01. They and LibMTL add 1e-8 to each loss.
/// </para>
/// <para>
/// When to use it: what gradient weightings such as Nash-MTL promise, for one more forward pass in place of a backward pass
/// for each task.
/// </para>
/// </remarks>
[Plugin("famo")]
public sealed class Famo : LossWeighting
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private static readonly Scalar Epsilon = 1e-8;
    private static readonly Scalar KeptMean = Beta1;
    private static readonly Scalar NewMean = 1 - Beta1;
    private static readonly Scalar KeptSquare = Beta2;
    private static readonly Scalar NewSquare = 1 - Beta2;

    private static readonly Scalar Zero = 0;

    /// <summary>The exponent of a task that is left out.</summary>
    private static readonly Scalar Nothing = -1e30;

    private readonly double _learningRate;
    private readonly Scalar _decay;
    private readonly State _state;

    /// <summary>Creates the weighting.</summary>
    public Famo(FamoOptions options, LossWeightingContext context)
        : base(nameof(Famo))
    {
        _learningRate = options.LearningRate;
        _decay = options.Decay;
        torch.Tensor Zeros() => torch.zeros(context.Tasks.Length, device: context.Device);
        _state = new State(
            torch.full(context.Tasks.Length, 1.0f / context.Tasks.Length, device: context.Device),
            Zeros(),
            Zeros(),
            Zeros(),
            Zeros(),
            Zeros(),
            torch.zeros(1, torch.int64));
        register_buffer("weights", _state.Weights);
        register_buffer("logits", _state.Logits);
        register_buffer("mean", _state.Mean);
        register_buffer("square", _state.Square);
        register_buffer("before", _state.Before);
        register_buffer("counted", _state.Counted);
        register_buffer("steps", _state.Steps);
    }

    /// <inheritdoc/>
    public override bool NeedsLossesAfterStep => true;

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        PositiveLosses positive = PositiveLosses.Of(losses.detach(), labelled);

        // By logarithms: quotients of very small and very large losses have no float32.
        torch.Tensor exponents = _state.Logits.log_softmax(-1).sub(positive.Logarithms).masked_fill(positive.Counts.eq(Zero), Nothing);
        _state.Weights.copy_(exponents.softmax(-1).mul(positive.Counts));
        _state.Before.copy_(positive.Logarithms);
        _state.Counted.copy_(positive.Counts);
        return losses.dot(_state.Weights.clone());
    }

    /// <inheritdoc/>
    public override void OnStepped(torch.Tensor lossesAfter)
    {
        PositiveLosses after = PositiveLosses.Of(lossesAfter, _state.Counted);
        torch.Tensor fall = _state.Before.sub(after.Logarithms).mul(after.Counts);
        torch.Tensor shares = _state.Logits.masked_fill(after.Counts.eq(Zero), Nothing).softmax(-1);
        torch.Tensor gradient = shares.mul(fall.sub(shares.dot(fall))).add(_state.Logits, _decay).mul(after.Counts);
        long steps = ++_state.Steps.data<long>()[0];
        _state.Mean.mul_(KeptMean).add_(gradient, NewMean);
        _state.Square.mul_(KeptSquare).add_(gradient.square(), NewSquare);
        using Scalar squareShare = 1 - Math.Pow(Beta2, steps);
        using Scalar step = -_learningRate / (1 - Math.Pow(Beta1, steps));
        _state.Logits.add_(_state.Mean.div(_state.Square.div(squareShare).sqrt().add(Epsilon)), step);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _state.Weights.clone();

    /// <summary>The tensors: weights last used, logits with Adam's moments, the logarithms of the losses before the step and whose they are.</summary>
    private sealed record State(
        torch.Tensor Weights,
        torch.Tensor Logits,
        torch.Tensor Mean,
        torch.Tensor Square,
        torch.Tensor Before,
        torch.Tensor Counted,
        torch.Tensor Steps);
}
