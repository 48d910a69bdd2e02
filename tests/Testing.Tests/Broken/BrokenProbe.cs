using MmoePipeline.Composition;
using MmoePipeline.Probing;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A probe with a fault: the mean loss.</summary>
[Plugin("broken")]
public sealed class BrokenProbe : Probe, IResumable
{
    private readonly List<torch.Tensor> _kept = [];
    private readonly List<double> _losses = [];
    private readonly FaultOptions _options;
    private readonly ProbeContext _context;
    private int _epochs;
    private int _steps;

    public BrokenProbe(FaultOptions options, ProbeContext context)
    {
        (_options, _context) = (options, context);
        context.Random.Open(options.Fault == Fault.ForeignStream ? "mine" : "probes.broken");
    }

    public override bool IsDue(long step) => step % 2 == 0;

    public override void OnLosses(ProbedStep step)
    {
        _steps++;
        _losses.Add(step.Losses.mean().item<float>());
        if (_options.Fault == Fault.LeakingEpochs)
        {
            _kept.Add(step.Losses.clone().DetachFromDisposeScope());
        }
    }

    public override void OnStepped(ProbedStep step)
    {
        if (_options.Fault == Fault.Meddling)
        {
            _context.Model.SharedParameters[0].mul_(0.5);
        }
    }

    public override ProbeFigures OnValidationCompleted()
    {
        _epochs++;
        double mean = _losses.Average();
        _losses.Clear();
        string name = _options.Fault == Fault.NewNames ? $"mean/{_epochs}" : "mean";
        return new ProbeFigures([new ProbeMetric(name, _options.Fault == Fault.Unseeded ? Unseeded.Next() : mean), new ProbeMetric("steps", _steps)], []);
    }

    public void ExchangeState(StateExchange state)
    {
        state.Exchange("losses", _losses);
        _epochs = state.Exchange("epochs", _epochs);
        int steps = _options.Fault == Fault.ForgottenCounter ? 0 : state.Exchange("steps", _steps);
        _steps = _options.Fault switch
        {
            Fault.ForgottenCounter => _steps,
            Fault.ChangedBySaving => steps + 1,
            Fault.DeafToState => _steps,
            _ => steps,
        };
    }

    public override ImmutableArray<Finding> Findings()
    {
        var finding = new Finding(_options.Fault == Fault.OddIssue ? "Odd issue" : "slow-task", false, 0, 1, "Nothing was found.", []);
        return _options.Fault == Fault.TwoFindings ? [finding, finding] : [finding];
    }
}
