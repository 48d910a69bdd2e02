using TorchSharp.Modules;

namespace MmoePipeline.Probing;

/// <summary>A training step that a probe asked for. Its tensors belong to the step's dispose scope.</summary>
/// <param name="losses"><c>[tasks]</c>, in the graph.</param>
/// <param name="shared">The shared parameters, in the order of <see cref="SharedParameterGroups.Parameters"/>.</param>
public sealed class ProbedStep(torch.Tensor losses, IReadOnlyList<Parameter> shared)
{
    private ImmutableArray<ImmutableArray<torch.Tensor?>> _gradients;

    /// <summary><c>[tasks]</c>: the losses before they are weighted, without a graph.</summary>
    public torch.Tensor Losses { get; } = losses.detach();

    /// <summary>
    /// <c>[tasks]</c>, without a graph: the weights that the weighting gave the losses in this step. Null until the losses have been
    /// weighted: there in <see cref="Probe.OnStepped"/>, not in <see cref="Probe.OnLosses"/>. Of a weighting of gradients they are the
    /// factors of the tasks' gradients in the sum that the shared parameters descend.
    /// </summary>
    public torch.Tensor? Weights { get; set; }

    /// <summary>
    /// The gradient of each task's loss, before it is weighted, by each shared parameter: by task, then by parameter; null where the
    /// parameter is frozen or the loss doesn't depend on it. Computed when first asked for, for all probes, with one backward pass for each
    /// task, so ask before the step is taken: in <see cref="Probe.OnLosses"/>.
    /// </summary>
    public ImmutableArray<ImmutableArray<torch.Tensor?>> TaskGradients
    {
        get
        {
            if (_gradients.IsDefault)
            {
                _gradients = [.. losses.unbind().Select(Gradients)];
            }

            return _gradients;
        }
    }

    private ImmutableArray<torch.Tensor?> Gradients(torch.Tensor loss)
    {
        Parameter[] learning = [.. shared.Where(parameter => parameter.requires_grad)];
        if (learning.Length == 0 || !loss.requires_grad)
        {
            return [.. shared.Select(_ => (torch.Tensor?)null)];
        }

        // What the loss doesn't reach has an empty handle.
        var found = new Queue<torch.Tensor?>(torch.autograd.grad([loss], learning, retain_graph: true, allow_unused: true)
            .Select(gradient => gradient is null || gradient.IsInvalid ? null
                : gradient.is_sparse ? gradient.to_dense() : gradient));
        return [.. shared.Select(parameter => parameter.requires_grad ? found.Dequeue() : null)];
    }
}
