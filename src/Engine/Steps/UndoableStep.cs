using MmoePipeline.Engine.Networks;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options.Training;
using TorchSharp;

namespace MmoePipeline.Engine.Steps;

/// <summary>
/// Passes through the network that leave no trace: those of a step that is skipped, and the second one that a loss weighting asks for. Where
/// neither can happen, nothing is copied.
/// </summary>
internal sealed class UndoableStep : IDisposable
{
    private readonly StreamSnapshot? _streamsBefore;
    private readonly NetworkSnapshot? _networkBefore;
    private readonly StreamSnapshot? _streamsAfter;
    private readonly NetworkSnapshot? _networkAfter;

    /// <summary>Finds what has to be copied.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="random">The run's random streams; null where nothing is drawn.</param>
    public UndoableStep(TrainedNetwork network, RandomStreams? random)
    {
        bool skips = network.Configuration.Training.NumericFaults.Policy == NumericFaultPolicy.Skip;
        if (skips || network.Weighting.NeedsLossesAfterStep)
        {
            _streamsBefore = new StreamSnapshot(random);
        }

        if (skips)
        {
            _networkBefore = new NetworkSnapshot(("model", network.Model, false), ("loss", network.Weighting, true));
        }

        if (network.Weighting.NeedsLossesAfterStep)
        {
            _streamsAfter = new StreamSnapshot(random);
            _networkAfter = new NetworkSnapshot(("model", network.Model, false));
        }
    }

    /// <summary>Called before the first pass of a step.</summary>
    public void Start()
    {
        _streamsBefore?.Take();
        _networkBefore?.Take();
    }

    /// <summary>
    /// Takes a step back that is not applied. What looks for its cause sees the network as the step saw it, random draws included; where such steps
    /// end the run, the passes of the search stay.
    /// </summary>
    /// <param name="search">Looks for the cause.</param>
    public NumericFault Undo(Func<NumericFault> search)
    {
        if (_networkBefore is null)
        {
            return search();
        }

        Restore();
        try
        {
            return search();
        }
        finally
        {
            Restore();
        }
    }

    /// <summary>A second pass over the same batch, with the random draws of the first, that leaves buffers and streams as they are now.</summary>
    /// <param name="pass">The pass.</param>
    public torch.Tensor Again(Func<torch.Tensor> pass)
    {
        _networkAfter!.Take();
        _streamsAfter!.Take();
        _streamsBefore!.Restore();
        torch.Tensor result = pass();
        _networkAfter.Restore();
        _streamsAfter.Restore();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _streamsBefore?.Dispose();
        _networkBefore?.Dispose();
        _streamsAfter?.Dispose();
        _networkAfter?.Dispose();
    }

    private void Restore()
    {
        _networkBefore!.Restore();
        _streamsBefore!.Restore();
    }
}
