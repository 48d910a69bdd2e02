using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>Sets of experts, and mixtures that each see some of the sets only: the hierarchy's mask.</summary>
public sealed class HomeLevel : torch.nn.Module
{
    private readonly ImmutableArray<NormalizedExperts> _sets;
    private readonly ImmutableArray<HomeMixture> _mixtures;
    private readonly ImmutableArray<GateBank> _gates;
    private readonly ImmutableArray<SelfGate> _selves;
    private readonly ImmutableArray<string> _names;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="options">Experts and gates.</param>
    /// <param name="sets">The names of the sets of experts.</param>
    /// <param name="mixtures">Which sets each mixture sees.</param>
    /// <param name="inputWidth">The width of what experts read.</param>
    /// <param name="gateWidth">The width of what gates read.</param>
    /// <param name="context">What the network is built for.</param>
    internal HomeLevel(
        string name,
        HomeOptions options,
        ImmutableArray<string> sets,
        ImmutableArray<HomeMixture> mixtures,
        int inputWidth,
        int gateWidth,
        ModelContext context)
        : base(nameof(HomeLevel))
    {
        _mixtures = mixtures;
        _sets = [.. sets.Select(set => new NormalizedExperts($"{name}.experts.{set}", options, inputWidth, context))];
        ImmutableArray<string>[] names =
            [.. sets.Select(set => Enumerable.Range(0, options.Count).Select(expert => $"{set}.{expert}").ToImmutableArray())];
        _names = [.. names.SelectMany(set => set)];
        _gates = [.. mixtures.Select(mixture => new GateBank(
            $"{name}.gates.{mixture.Name}",
            options.Gate,
            [mixture.Name],
            [.. mixture.Sets.SelectMany(set => names[set])],
            gateWidth,
            context))];
        _selves = [.. mixtures.Select(mixture => new SelfGate($"{name}.self.{mixture.Name}", options.Count, gateWidth, context))];
        for (int set = 0; set < _sets.Length; set++)
        {
            register_module($"experts{set}", _sets[set]);
        }

        for (int mixture = 0; mixture < mixtures.Length; mixture++)
        {
            register_module($"gate{mixture}", _gates[mixture]);
            register_module($"self{mixture}", _selves[mixture]);
        }
    }

    /// <summary>The parameters of a set of experts.</summary>
    /// <param name="set">The set's index.</param>
    public IEnumerable<Parameter> ParametersOfSet(int set) => _sets[set].parameters();

    /// <summary>The parameters of a mixture's gates.</summary>
    /// <param name="mixture">The mixture's index.</param>
    public IEnumerable<Parameter> ParametersOfMixture(int mixture) =>
        [.. _gates[mixture].parameters(), .. _selves[mixture].parameters()];

    /// <summary>Computes the mixtures.</summary>
    /// <param name="inputs">What each set reads: <c>[batch, input width]</c>.</param>
    /// <param name="gateInputs">What each mixture's gates read: <c>[batch, gate width]</c>.</param>
    /// <param name="trace">Gets outputs and weights; null for none.</param>
    /// <param name="penalty">The gate-regularizers' penalty in a training pass; null where there is none.</param>
    /// <returns>For each mixture <c>[batch, width]</c>.</returns>
    public torch.Tensor[] Forward(
        IReadOnlyList<torch.Tensor> inputs, IReadOnlyList<torch.Tensor> gateInputs, ForwardTrace? trace, out torch.Tensor? penalty)
    {
        torch.Tensor[] outputs = [.. _sets.Select((experts, set) => experts.Forward(inputs[set]))];
        trace?.Add(new ExpertActivation(_names, torch.cat(outputs, 0)));
        penalty = null;
        var mixed = new torch.Tensor[_mixtures.Length];
        for (int mixture = 0; mixture < mixed.Length; mixture++)
        {
            torch.Tensor weights = _gates[mixture].Forward(gateInputs[mixture], trace, out torch.Tensor? term);
            penalty = Penalties.Sum(penalty, term);
            mixed[mixture] = Mixture.Combine(weights, torch.cat([.. _mixtures[mixture].Sets.Select(set => outputs[set])], 0)).squeeze(0)
                + _selves[mixture].Forward(gateInputs[mixture], outputs[_mixtures[mixture].Own]);
        }

        return mixed;
    }
}
