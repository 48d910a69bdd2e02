using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>Gradient descent with momentum and a fault.</summary>
[Plugin("broken")]
public sealed class BrokenOptimizer(FaultOptions options, OptimizerContext context) : ParameterOptimizer
{
    private readonly List<torch.Tensor> _kept = [];
    private readonly ImmutableArray<(TrainableParameter Trained, torch.Tensor Momentum)> _parameters =
        [.. context.Parameters.Select(of => (of, torch.zeros(of.Parameter.shape)))];

    private int _steps;

    public override IReadOnlyDictionary<string, torch.Tensor> State =>
        _parameters.ToDictionary(of => $"{of.Trained.Name}.momentum", of => of.Momentum);

    public override void Step(double learningRateFactor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _steps++;
        foreach ((TrainableParameter trained, torch.Tensor momentum) in _parameters)
        {
            if (trained.Parameter.grad is { } gradient)
            {
                momentum.mul_(0.5).add_(gradient);
                double factor = options.Fault == Fault.OwnRate ? 1 : learningRateFactor;
                factor *= options.Fault switch
                {
                    Fault.Unseeded => Unseeded.Next(),
                    Fault.HiddenState => 1.0 / _steps,
                    Fault.Exploding => double.PositiveInfinity,
                    _ => 1,
                };
                trained.Parameter.sub_(momentum * (0.1 * factor * trained.LearningRateScale));
                if (options.Fault == Fault.LeakingSteps)
                {
                    _kept.Add(gradient.clone().DetachFromDisposeScope());
                }
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach ((_, torch.Tensor momentum) in _parameters)
        {
            momentum.Dispose();
        }
    }
}
