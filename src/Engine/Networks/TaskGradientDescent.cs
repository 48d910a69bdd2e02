using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Losses;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Networks;

/// <summary>
/// The backward pass for a <see cref="GradientWeighting"/>: one for each task over the shared parameters, whose gradients the
/// weighting combines, and one for all other parameters.
/// </summary>
internal sealed class TaskGradientDescent
{
    private static readonly Scalar One = 1;

    private readonly GradientWeighting _weighting;
    private readonly PluginSlot<LossWeighting> _slot;
    private readonly Parameter[] _shared;
    private readonly Parameter[] _others;
    private readonly long[] _sizes;

    /// <summary>Tells shared parameters from others.</summary>
    public TaskGradientDescent(TrainedNetwork network, GradientWeighting weighting)
    {
        (_weighting, _slot) = (weighting, network.Configuration.Loss);
        _shared = [.. network.Model.SharedParameters];
        _sizes = [.. _shared.Select(parameter => parameter.numel())];
        HashSet<IntPtr> shared = [.. _shared.Select(parameter => parameter.Handle)];
        _others = [.. network.Parameters.Select(named => named.Parameter).Where(parameter => !shared.Contains(parameter.Handle))];
    }

    /// <summary>How many parts of the batch have losses of their own.</summary>
    public int Samples => _weighting.Samples;

    /// <summary>Sets the gradients of all parameters.</summary>
    /// <param name="losses"><c>[tasks]</c>, of the whole batch.</param>
    /// <param name="labelled"><c>[tasks]</c>: 1 for a task with a labelled row, otherwise 0.</param>
    /// <param name="samples">For each sample <c>[tasks]</c>.</param>
    /// <param name="loss">The scalar that parameters which are not shared descend, penalty included.</param>
    /// <param name="penalty">What the shared parameters descend besides; null for nothing.</param>
    /// <param name="isLookedAt">Whether to look if the tasks' gradients are finite numbers.</param>
    /// <returns>False where they are not: the weighting has not seen them, and the gradients are of no use.</returns>
    public bool Backward(
        torch.Tensor losses,
        torch.Tensor labelled,
        ImmutableArray<torch.Tensor> samples,
        torch.Tensor loss,
        torch.Tensor? penalty,
        bool isLookedAt)
    {
        ImmutableArray<torch.Tensor> matrices = [.. samples.Select(Matrix)];
        torch.Tensor? penaltyGradient = penalty is { requires_grad: true } ? Row(penalty) : null;
        Parameter[] others = [.. _others.Where(parameter => parameter.requires_grad)];
        if (others.Length > 0)
        {
            // What the loss doesn't reach is left without a gradient.
            loss.backward(null, create_graph: false, retain_graph: true, inputs: others);
        }

        if (isLookedAt && !matrices.All(FiniteNumbers.AreAll))
        {
            return false;
        }

        using IDisposable noGrad = torch.no_grad();
        torch.Tensor combined = _weighting.Combine(new TaskGradients(losses.detach(), matrices) { Labelled = labelled });
        if (combined.Dimensions != 1 || combined.NumberOfElements != _sizes.Sum())
        {
            throw new PluginException(
                PluginCodes.WrongShape,
                _slot.Plugin,
                _slot.Path,
                $"gives a gradient of shape [{string.Join(", ", combined.shape)}], expected [{_sizes.Sum()}]: the shared values");
        }

        if (penaltyGradient is not null)
        {
            combined = combined.add(penaltyGradient, One);
        }

        torch.Tensor[] parts = combined.split(_sizes);
        for (int index = 0; index < _shared.Length; index++)
        {
            if (_shared[index].requires_grad)
            {
                _shared[index].grad = parts[index].view(_shared[index].shape);
            }
        }

        return true;
    }

    private torch.Tensor Matrix(torch.Tensor losses) => torch.stack([.. losses.unbind().Select(Row)]);

    /// <summary>The gradient by all shared parameters, flat; zeros where the scalar doesn't depend on one.</summary>
    private torch.Tensor Row(torch.Tensor scalar) => torch.cat(
    [
        .. Gradients(scalar, _shared).Zip(_shared, (gradient, parameter) =>
            gradient is null ? torch.zeros(parameter.numel(), parameter.dtype, parameter.device) : gradient.reshape(-1)),
    ]);

    /// <summary>
    /// A gradient for each parameter; null where the parameter is frozen, or the scalar doesn't depend on it, which TorchSharp
    /// tells by an empty handle.
    /// </summary>
    private static IEnumerable<torch.Tensor?> Gradients(torch.Tensor scalar, Parameter[] parameters)
    {
        Parameter[] learning = [.. parameters.Where(parameter => parameter.requires_grad)];
        var found = new Queue<torch.Tensor?>(torch.autograd.grad([scalar], learning, retain_graph: true, allow_unused: true)
            .Select(gradient => gradient is null || gradient.IsInvalid ? null : gradient));
        return [.. parameters.Select(parameter => parameter.requires_grad ? found.Dequeue() : null)];
    }
}
