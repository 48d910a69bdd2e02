namespace MmoePipeline.Modeling;

/// <summary>
/// Collects, for probes, what passes inside a network during one forward pass. A network reports to it where one is given;
/// without one it does no extra work. The tensors belong to the dispose scope of the pass.
/// </summary>
public sealed class ForwardTrace
{
    private readonly List<torch.Tensor> _inputs = [];
    private readonly List<GateActivation> _gates = [];
    private readonly List<ExpertActivation> _experts = [];

    /// <summary>
    /// Whether the pass is to find out whose values are no finite numbers: banks of experts and gates then look at what each plugin gives
    /// and throw a <see cref="Construction.PluginException"/> for the first that gives such a value. It waits for the device each time.
    /// </summary>
    public bool RefusesNonFinite { get; init; }

    /// <summary>
    /// The embedded input, <c>[batch, input width]</c> as <see cref="FeatureLayout.InputWidth"/> describes it: one for each embedding table
    /// that the network has.
    /// </summary>
    public IReadOnlyList<torch.Tensor> Inputs => _inputs;

    /// <summary>The gates' weights, bank by bank in the order of the pass.</summary>
    public IReadOnlyList<GateActivation> Gates => _gates;

    /// <summary>The experts' outputs, in the order of the pass.</summary>
    public IReadOnlyList<ExpertActivation> Experts => _experts;

    /// <summary>Reports an embedded input.</summary>
    public void AddInput(torch.Tensor embedded) => _inputs.Add(embedded);

    /// <summary>Reports the weights of a gate bank.</summary>
    public void Add(GateActivation activation) => _gates.Add(activation);

    /// <summary>Reports the outputs of experts.</summary>
    public void Add(ExpertActivation activation) => _experts.Add(activation);
}
