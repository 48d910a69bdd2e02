using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A loss weighting with a fault: the weights are the inverse of the losses' running mean.</summary>
[Plugin("broken")]
public sealed class BrokenWeighting : LossWeighting
{
    private readonly List<torch.Tensor> _kept = [];
    private readonly FaultOptions _options;
    private readonly torch.Tensor _weights;
    private int _steps;

    public BrokenWeighting(FaultOptions options, LossWeightingContext context)
        : base(nameof(BrokenWeighting))
    {
        _options = options;
        _weights = torch.ones(context.Tasks.Length);
        register_buffer("weights", _weights);
    }

    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        using (torch.no_grad())
        {
            // Of a loss of zero the reciprocal is infinite.
            torch.Tensor counts = _options.Fault == Fault.ZeroLoss ? torch.ones_like(labelled) : labelled * losses.detach().gt(0).to(torch.float32);
            torch.Tensor values = torch.where(counts.gt(0), losses.detach(), torch.ones_like(losses.detach()));
            _weights.add_((values.reciprocal() - _weights) * counts * 0.5);
        }

        _steps++;
        if (_options.Fault == Fault.LeakingSteps)
        {
            _kept.Add(losses.detach().clone().DetachFromDisposeScope());
        }

        if (_options.Fault == Fault.LateBuffer && _steps == 2)
        {
            register_buffer("late", torch.ones(1).DetachFromDisposeScope());
        }

        torch.Tensor combined = losses.dot(_weights.clone());
        return _options.Fault switch
        {
            Fault.Vector => losses * _weights.clone(),
            Fault.OutsideOfGraph => combined.detach(),
            Fault.Unseeded => combined * Unseeded.Next(),
            Fault.HiddenState => combined * _steps,
            _ => combined,
        };
    }

    public override torch.Tensor CurrentWeights() => _options.Fault switch
    {
        Fault.WrongWeights => torch.ones_like(_weights),
        Fault.OwnWeights => _weights,
        _ => _weights.clone(),
    };
}
