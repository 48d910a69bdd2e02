using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Resuming;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.GateRegularizers.Freeze;

/// <summary>Stops the gates' learning at a step, at an epoch, or when they have settled; may let them learn again.</summary>
/// <remarks>
/// <para>
/// All that the bank of gates trains is frozen, the parameters of its other regularizers too (not the biases of <c>bias-balance</c>, which
/// no gradient moves). Frozen gates get no gradients, and an optimizer leaves parameters without gradients as they are. Their inputs still learn. Whichever
/// of <c>step</c>, <c>epoch</c> and <c>threshold</c> comes first freezes. The movement of a gate is the Jensen-Shannon divergence (Lin 1991, equation 4.1)
/// <c>H((p + q) / 2) - (H(p) + H(q)) / 2</c> between its mean weights <c>p</c> and <c>q</c> over the training batches of two epochs.
/// Learning to route first and keeping the routes then: Dai et al.: StableMoE, ACL 2022.
/// </para>
/// <para>When to use it: gates that keep moving when the rest has learnt, so that the towers behind them can't settle.</para>
/// </remarks>
[Plugin("freeze")]
public sealed class GateFreeze : GateRegularizer, IResumable
{
    private readonly GateFreezeOptions _options;
    private readonly ITrainingClock _clock;
    private readonly GateContext _context;
    private readonly torch.Tensor? _sums;
    private readonly torch.Tensor? _previous;
    private FreezeState _state;
    private long _batches;
    private int _epoch;
    private int _still;
    private int _frozenAt;

    /// <summary>Creates the regularizer.</summary>
    public GateFreeze(GateFreezeOptions options, ITrainingClock clock, GateContext context)
        : base(nameof(GateFreeze))
    {
        (_options, _clock, _context) = (options, clock, context);
        if (options.Threshold is not null)
        {
            _sums = torch.zeros([context.Gates.Length, context.Experts], torch.float64, context.Device);
            _previous = torch.zeros([context.Gates.Length, context.Experts], torch.float64, context.Device);
            register_buffer("sums", _sums);
            register_buffer("previous", _previous);
        }
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.Once | GateEffects.ReadsLogits;

    /// <inheritdoc/>
    public override torch.Tensor OnInput(torch.Tensor input)
    {
        if (!training)
        {
            return input;
        }

        bool hasSettled = _clock.Epoch != _epoch && HasSettled();
        _epoch = _clock.Epoch;
        if (_state == FreezeState.Waiting && (_clock.Step >= _options.Step || _clock.Epoch >= _options.Epoch || hasSettled))
        {
            _frozenAt = _clock.Epoch;
            Become(FreezeState.Frozen);
        }
        else if (_state == FreezeState.Frozen && _clock.Epoch - _frozenAt >= _options.ThawAfter)
        {
            Become(FreezeState.Thawed);
        }

        return input;
    }

    /// <inheritdoc/>
    public override torch.Tensor OnWeights(torch.Tensor weights)
    {
        if (training && _state == FreezeState.Waiting && _sums is not null)
        {
            using IDisposable noGrad = torch.no_grad();
            _sums.add_(weights.mean([0]).to(torch.float64));
            _batches++;
        }

        return weights;
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        var saved = (FreezeState)state.Exchange("state", (int)_state);
        _batches = state.Exchange("batches", _batches);
        _epoch = state.Exchange("epoch", _epoch);
        _still = state.Exchange("still", _still);
        _frozenAt = state.Exchange("frozenAt", _frozenAt);
        if (saved != _state)
        {
            Become(saved);
        }
    }

    private void Become(FreezeState state)
    {
        _state = state;
        foreach (Parameter parameter in _context.Bank.parameters())
        {
            parameter.requires_grad_(state != FreezeState.Frozen);
        }
    }

    /// <summary>Compares the epoch that is over with the one before it; once an epoch, so waiting for the device doesn't matter.</summary>
    private bool HasSettled()
    {
        if (_sums is null || _previous is null || _batches == 0)
        {
            return false;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor mean = _sums / _batches;
        bool isFirst = _previous.sum().item<double>() == 0;
        _still = !isFirst && Movement(mean, _previous) < _options.Threshold ? _still + 1 : 0;
        _previous.copy_(mean);
        _sums.zero_();
        _batches = 0;
        return _still >= _options.Evaluations;
    }

    private static double Movement(torch.Tensor one, torch.Tensor other) =>
        (Entropy((one + other) / 2) - ((Entropy(one) + Entropy(other)) / 2)).max().item<double>();

    private static torch.Tensor Entropy(torch.Tensor weights) => torch.special.entr(weights).sum(-1);
}
