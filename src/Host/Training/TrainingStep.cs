using MmoePipeline.Host.Data;
using MmoePipeline.Modeling;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Host.Training;

/// <summary>
/// One step: forward, losses, backward, update. It adds up the tasks' losses where they were computed, so that nothing waits
/// for the device.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly TrainedNetwork _network;
    private readonly torch.Tensor _lossSums;
    private long _steps;

    /// <summary>Makes the sums.</summary>
    public TrainingStep(TrainedNetwork network)
    {
        _network = network;
        _lossSums = torch.zeros(network.Tasks.Length, torch.float64, network.Device);
    }

    /// <summary>Trains on a batch.</summary>
    public void Run(Batch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        ModelOutput output = _network.Model.Forward(batch.Features);
        torch.Tensor losses = torch.stack([.. _network.Outputs.Select((columns, task) => _network.Tasks[task].Loss(
            output.Logits.narrow(1, columns.Offset, columns.Width), batch.Targets.select(1, task)))]);
        torch.Tensor loss = _network.Weighting.Combine(losses);
        if (output.Penalty is { } penalty)
        {
            loss = loss + penalty;
        }

        foreach ((_, Parameter parameter) in _network.Parameters)
        {
            parameter.grad = null;
        }

        loss.backward();
        _network.Optimizer.Step();
        _lossSums.add_(losses.detach());
        _steps++;
    }

    /// <summary>The mean loss of each task since the last <see cref="Reset"/>; waits for the device.</summary>
    public double[] MeanLosses()
    {
        using torch.Tensor sums = _lossSums.cpu();
        return [.. sums.data<double>().Select(sum => sum / _steps)];
    }

    /// <summary>Forgets the losses.</summary>
    public void Reset()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _lossSums.zero_();
        _steps = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _lossSums.Dispose();
}
