using MmoePipeline.Engine.Networks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Steps;

/// <summary>
/// Steps that nobody looks at, because looking waits for the device: a condition that stays on the device takes the gradients of a step that has a
/// value which is not finite, and counts it. Such a step counts as one with gradients of zero, and buffers stay as they were before it.
/// </summary>
/// <param name="network">What is trained.</param>
internal sealed class UnseenFaults(TrainedNetwork network) : IDisposable
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;

    private readonly NetworkSnapshot _before = new(("model", network.Model, false), ("loss", network.Weighting, false));
    private readonly torch.Tensor _count = torch.zeros(1, torch.int64, network.Device);
    private readonly torch.Tensor _sinceFirst = torch.zeros(1, torch.int64, network.Device);
    private torch.Tensor? _isFault;

    /// <summary>Called before the first pass of a step.</summary>
    public void Start() => _before.TakeTensors();

    /// <summary>Sets the gradients of a step that has a value which is not finite to zero.</summary>
    /// <param name="losses"><c>[tasks]</c>.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="parameters">The parameters, with their gradients.</param>
    public void Mask(torch.Tensor losses, torch.Tensor loss, ImmutableArray<(string Name, Parameter Parameter)> parameters)
    {
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor[] gradients = [.. parameters.Select(named => Values(named.Parameter)).OfType<torch.Tensor>().Where(values => values.numel() > 0)];
        torch.Tensor[] largest = [losses.detach().abs().amax(), loss.detach().abs().amax(), .. gradients.Select(values => values.abs().amax().to(losses.dtype))];
        _isFault = torch.stack(largest).isfinite().all().logical_not();
        foreach (torch.Tensor values in gradients)
        {
            values.masked_fill_(_isFault, Zero);
        }
    }

    /// <summary>Called at the end of the step: gives the buffers back where the step has a fault, and counts it.</summary>
    /// <param name="losses"><c>[tasks]</c>.</param>
    /// <param name="labelled"><c>[tasks]</c>.</param>
    /// <returns>The same; zeros where the step has a fault.</returns>
    public (torch.Tensor Losses, torch.Tensor Labelled) Finish(torch.Tensor losses, torch.Tensor labelled)
    {
        torch.Tensor isFault = _isFault!;
        _before.RestoreWhere(isFault);
        _count.add_(isFault, One);
        _sinceFirst.add_(_count.gt(Zero), One);
        return (losses.detach().masked_fill(isFault, Zero), labelled.masked_fill(isFault, Zero));
    }

    /// <summary>Waits for the device.</summary>
    /// <returns>How many steps had a fault since the last call, and how many steps ago the first was, 1 for the last step; null for none.</returns>
    public (long Count, long First)? Take()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (long count, long first) = (_count.cpu().item<long>(), _sinceFirst.cpu().item<long>());
        _count.zero_();
        _sinceFirst.zero_();
        return count == 0 ? null : (count, first);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _before.Dispose();
        _count.Dispose();
        _sinceFirst.Dispose();
    }

    private static torch.Tensor? Values(Parameter parameter) =>
        parameter.grad is { } gradient ? gradient.is_sparse ? gradient.SparseValues : gradient : null;
}
