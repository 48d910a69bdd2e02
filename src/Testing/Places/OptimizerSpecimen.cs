using MmoePipeline.Optimization;
using MmoePipeline.Resuming;
using TorchSharp.Modules;

namespace MmoePipeline.Testing.Places;

/// <summary>An optimizer with the parameters that it trains: a matrix, a vector, a slower vector, and one that never gets a gradient.</summary>
internal sealed class OptimizerSpecimen : Specimen
{
    private static readonly ImmutableArray<int> Scales = [1, 30];

    private readonly ImmutableArray<TrainableParameter> _trained;

    private OptimizerSpecimen(Subject subject, int scale, long seed)
        : base(seed)
    {
        Parameter Fresh(int data, params long[] shape) => new(Draws.Normal(data, shape));
        _trained =
        [
            new("matrix", Fresh(1, 3 * scale, 2)), new("vector", Fresh(2, 4)), new("still", Fresh(3, 4), LearningRateScale: 0),
            new("unused", Fresh(4, 2)),
        ];
        Optimizer = subject.Create<ParameterOptimizer, OptimizerContext>(
            Clock, new OptimizerContext { Path = "training.optimizer", Parameters = _trained });
    }

    public ParameterOptimizer Optimizer { get; }

    public override bool CanEvaluate => false;

    public override IReadOnlyDictionary<string, Tensor> Parameters => _trained.ToDictionary(of => of.Name, of => (Tensor)of.Parameter);

    public override IReadOnlyDictionary<string, Tensor> State =>
        Parameters.Concat(Optimizer.State.Select(pair => KeyValuePair.Create($"state.{pair.Key}", pair.Value))).ToDictionary();

    public override IReadOnlyDictionary<string, IResumable> ResumableParts => SavedParts.PartsOf(Optimizer);

    public static PlaceList<OptimizerSpecimen> Places(Subject subject) => new(
        [.. Scales.Select(scale => new Place<OptimizerSpecimen>(
            $"a matrix of {3 * scale} rows", seed => new OptimizerSpecimen(subject, scale, seed)))]);

    /// <summary>Half the sum of squares of all parameters that are used, whose gradients it sets.</summary>
    public double SetGradients()
    {
        Tensor loss = torch.zeros(1);
        foreach (TrainableParameter of in _trained)
        {
            of.Parameter.grad = null;
        }

        foreach (TrainableParameter of in _trained.Where(of => of.Name != "unused"))
        {
            loss = loss + (of.Parameter.square().sum() / 2);
        }

        loss.backward();
        return loss.item<float>();
    }

    public void Step(double factor)
    {
        using IDisposable noGrad = torch.no_grad();
        Optimizer.Step(factor);
    }

    public override ImmutableArray<Tensor> Train(int step)
    {
        Clock.Set(step);
        SetGradients();
        Step(1.0 / (step + 1));
        return [.. Parameters.Values.Select(parameter => parameter.detach().clone())];
    }

    public override ImmutableArray<Tensor> Evaluate(int data, int rows = 7) => throw new NotSupportedException();

    public override void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        IReadOnlyDictionary<string, Tensor> own = State;
        if (!own.Keys.Order(StringComparer.Ordinal).SequenceEqual(state.Keys.Order(StringComparer.Ordinal)))
        {
            throw new InvalidOperationException(
                $"a fresh instance has the tensors [{string.Join(", ", own.Keys)}], one after some steps [{string.Join(", ", state.Keys)}]; State names all of them "
                + "once it is constructed.");
        }

        using IDisposable noGrad = torch.no_grad();
        foreach ((string name, Tensor tensor) in state)
        {
            own[name].copy_(tensor);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Optimizer.Dispose();
        foreach (TrainableParameter of in _trained)
        {
            of.Parameter.grad = null;
            of.Parameter.Dispose();
        }
    }
}
