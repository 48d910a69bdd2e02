using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Testing.Places;

/// <summary>A bank of gates with the regularizer.</summary>
internal sealed class GateSpecimen : ModuleSpecimen
{
    private const int InputWidth = 5;

    private readonly GateBank _bank;

    private GateSpecimen(Subject subject, int gates, int experts, ImmutableArray<int> hidden, long seed)
        : base(seed)
    {
        (Gates, Experts) = (gates, experts);
        _bank = new GateBank(
            "gates",
            new GateOptions { Hidden = hidden, Activation = Activation.Tanh, Regularizers = [subject.Slot<GateRegularizer>()] },
            [.. Enumerable.Range(0, gates).Select(gate => $"task{gate}")],
            [.. Enumerable.Range(0, experts).Select(expert => $"{expert}")],
            InputWidth,
            new ModelContext
            {
                Features = Layouts.Mixed,
                Tasks = [],
                Random = Random,
                Device = torch.CPU,
                Path = "model",
                Activator = subject.Activator(Clock),
            });
    }

    public int Gates { get; }

    public int Experts { get; }

    public override torch.nn.Module Module => _bank;

    public static PlaceList<GateSpecimen> Places(Subject subject)
    {
        Place<GateSpecimen> At(int gates, int experts, params int[] hidden) => new(
            $"{gates} gates over {experts} experts" + (hidden.Length == 0 ? "" : " with a hidden layer"),
            seed => new GateSpecimen(subject, gates, experts, [.. hidden], seed));
        return new([At(2, 4), At(1, 2), At(3, 8), At(2, 1), At(2, 4, 6)]);
    }

    /// <summary>A training pass: weights <c>[batch, gates, experts]</c> and the penalty.</summary>
    public (Tensor Weights, Tensor? Penalty) Pass(Tensor input)
    {
        Tensor weights = _bank.Forward(input, null, out Tensor? penalty);
        return (weights, penalty);
    }

    public static Tensor Input(int data, int rows = 7) => Draws.Normal(data, rows, InputWidth);

    /// <summary>A loss that depends on all weights and the penalty.</summary>
    public Tensor Loss(Tensor input, int data)
    {
        (Tensor weights, Tensor? penalty) = Pass(input);
        Tensor loss = (weights * Draws.Normal(data + 100, weights.shape)).sum();
        return penalty is null ? loss : loss + penalty.sum();
    }

    public override ImmutableArray<Tensor> Train(int step)
    {
        Clock.Set(step);
        _bank.train();
        Tensor loss = Loss(Input(step), step);
        Backward(loss);
        Descend();
        return [loss.detach(), .. Gradients()];
    }

    public override ImmutableArray<Tensor> Evaluate(int data, int rows = 7)
    {
        _bank.eval();
        using IDisposable noGrad = torch.no_grad();
        return [_bank.Forward(Input(data, 7).narrow(0, 0, rows), null, out _)];
    }
}
