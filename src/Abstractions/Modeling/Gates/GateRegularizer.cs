using MmoePipeline.Composition;

namespace MmoePipeline.Modeling.Gates;

/// <summary>
/// Steadies a bank of gates. Several compose in the configured order, each seeing what the one before left, like
/// middleware. Override what is needed; the other hooks leave things as they are.
/// </summary>
/// <remarks>
/// One instance serves one bank, and is constructed after the gates' parameters were initialised. It is a module: parameters and buffers that
/// it registers in its constructor are trained and saved, and
/// <c>training</c> says whether the pass is a training one. Tensors that a hook returns belong to the enclosing dispose
/// scope.
/// </remarks>
/// <param name="name">The module's name.</param>
[PluginKind("gate-regularizer", HasOwner = true)]
public abstract class GateRegularizer(string name) : torch.nn.Module(name), IRequiresContext<GateContext>
{
    /// <summary>What others have to know of it, so that combinations that make no sense are refused.</summary>
    public virtual GateEffects Effects => GateEffects.None;

    /// <summary>Called first in every pass: the place to act by the clock, for instance to freeze the gates, too.</summary>
    /// <param name="input">What the gates read: <c>[batch, input width]</c>.</param>
    /// <returns>The same shape.</returns>
    public virtual torch.Tensor OnInput(torch.Tensor input) => input;

    /// <summary>Called for each hidden layer, before its activation function.</summary>
    /// <param name="hidden"><c>[gates, batch, width]</c>.</param>
    /// <param name="layer">The layer's index, from 0.</param>
    /// <returns>The same shape.</returns>
    public virtual torch.Tensor OnHidden(torch.Tensor hidden, int layer) => hidden;

    /// <summary>Called before the softmax.</summary>
    /// <param name="logits"><c>[batch, gates, experts]</c>.</param>
    /// <returns>The same shape.</returns>
    public virtual torch.Tensor OnLogits(torch.Tensor logits) => logits;

    /// <summary>Called after the softmax.</summary>
    /// <param name="weights"><c>[batch, gates, experts]</c>.</param>
    /// <returns>The same shape.</returns>
    public virtual torch.Tensor OnWeights(torch.Tensor weights) => weights;

    /// <summary>A term that is added to the loss of a training step.</summary>
    /// <param name="logits"><c>[batch, gates, experts]</c>, after all <see cref="OnLogits"/>.</param>
    /// <param name="weights"><c>[batch, gates, experts]</c>, after all <see cref="OnWeights"/>.</param>
    /// <returns>A scalar in the graph; null for none.</returns>
    public virtual torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights) => null;
}
