using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A gate-regularizer with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenRegularizer : GateRegularizer, IResumable
{
    private readonly List<torch.Tensor> _kept = [];
    private readonly FaultOptions _options;
    private readonly torch.Tensor _mean;
    private int _steps;

    public BrokenRegularizer(FaultOptions options)
        : base(nameof(BrokenRegularizer))
    {
        _options = options;
        _mean = torch.zeros(1);
        register_buffer("mean", _mean);
    }

    public override torch.Tensor OnWeights(torch.Tensor weights)
    {
        _steps += training ? 1 : 0;
        if (training || _options.Fault == Fault.FollowingEvaluation)
        {
            using IDisposable noGrad = torch.no_grad();
            _mean.add_(weights.square().mean());
        }

        if (_options.Fault == Fault.LeakingSteps && training)
        {
            _kept.Add(weights.detach().clone().DetachFromDisposeScope());
        }

        return _options.Fault switch
        {
            Fault.SwappedAxes => weights.transpose(1, 2),
            Fault.HalfGradient => weights + weights.detach(),
            Fault.BatchMean => weights - (weights.mean([0], keepdim: true) / 2),
            Fault.Unseeded => weights * Unseeded.Next(),
            Fault.HiddenState or Fault.SavedState when training => weights * _steps,
            _ => weights,
        };
    }

    public void ExchangeState(StateExchange state)
    {
        if (_options.Fault == Fault.SavedState)
        {
            _steps = state.Exchange("steps", _steps);
        }
    }

    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights) =>
        _options.Fault == Fault.VectorPenalty ? weights.mean([0, 1]) : weights.square().mean();
}
