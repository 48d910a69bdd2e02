using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A loss weighting with a fault: the weights are the inverse of the losses' running mean.</summary>
[Plugin("broken")]
public sealed class BrokenWeighting(FaultOptions options) : LossWeighting(nameof(BrokenWeighting))
{
    private readonly List<torch.Tensor> _kept = [];
    private torch.Tensor? _weights;
    private int _steps;

    public override void Attach(LossWeightingSite site)
    {
        _weights = torch.ones(site.Tasks.Length);
        register_buffer("weights", _weights);
    }

    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        torch.Tensor weights = _weights!;
        using (torch.no_grad())
        {
            // Of a loss of zero the reciprocal is infinite.
            torch.Tensor counts = options.Fault == Fault.ZeroLoss ? torch.ones_like(labelled) : labelled * losses.detach().gt(0).to(torch.float32);
            torch.Tensor values = torch.where(counts.gt(0), losses.detach(), torch.ones_like(losses.detach()));
            weights.add_((values.reciprocal() - weights) * counts * 0.5);
        }

        _steps++;
        if (options.Fault == Fault.LeakingSteps)
        {
            _kept.Add(losses.detach().clone().DetachFromDisposeScope());
        }

        if (options.Fault == Fault.LateBuffer && _steps == 2)
        {
            register_buffer("late", torch.ones(1).DetachFromDisposeScope());
        }

        torch.Tensor combined = losses.dot(weights.clone());
        return options.Fault switch
        {
            Fault.Vector => losses * weights.clone(),
            Fault.OutsideOfGraph => combined.detach(),
            Fault.Unseeded => combined * Unseeded.Next(),
            Fault.HiddenState => combined * _steps,
            _ => combined,
        };
    }

    public override torch.Tensor CurrentWeights() => options.Fault switch
    {
        Fault.WrongWeights => torch.ones_like(_weights!),
        Fault.OwnWeights => _weights!,
        _ => _weights!.clone(),
    };
}
