using MmoePipeline.Modeling.Experts;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of experts.</summary>
internal sealed class ExpertChecks(Subject subject)
{
    private readonly PlaceList<ExpertSpecimen> _places = ExpertSpecimen.Places(subject);

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.RowIndependence, () => SpecimenChecks.RowIndependence(_places, rowAxis: 1)),
        (ConformanceCheck.Determinism, () => SpecimenChecks.Determinism(_places)),
        (ConformanceCheck.Evaluation, () => SpecimenChecks.Evaluation(_places)),
        (ConformanceCheck.State, () => SpecimenChecks.State(_places)),
        (ConformanceCheck.Disposal, () => SpecimenChecks.Disposal(_places)),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes() =>
        from place in _places.Taken()
        from rows in BatchSizes.All
        from isTraining in BatchSizes.Modes
        from problem in Shapes(place, rows, isTraining)
        select problem;

    private static ImmutableArray<string> Shapes(Place<ExpertSpecimen> place, int rows, bool isTraining)
    {
        using ExpertSpecimen specimen = place.Build(7);
        ExpertBank bank = specimen.Bank;
        bank.train(isTraining);
        string where = $"{place.Name}, {rows} rows, {(isTraining ? "training" : "evaluation")}";
        return
        [
            .. ResultShape.Problems(where, bank.Forward(specimen.Input(1, rows)), bank.Count, rows, bank.OutputWidth),
            .. bank.Count < 1 ? [$"{where}: the bank says that it has {bank.Count} experts."] : Array.Empty<string>(),
        ];
    }

    /// <summary>Layers that compute in the format of their input are held to double precision.</summary>
    private string[] Gradients()
    {
        using ExpertSpecimen specimen = _places.Build(7);
        ExpertBank bank = specimen.Bank;
        bank.train();
        bool isDouble = Precision.AllowsDouble(() => bank.Forward(specimen.Input(1).to(torch.float64)));
        Tensor input = specimen.Input(1).to(isDouble ? torch.float64 : torch.float32).requires_grad_();
        Tensor weights = Draws.Normal(2, bank.Count, 7, bank.OutputWidth).to(torch.float64);
        Dictionary<string, byte[]> streams = GeneratorStates.Of(specimen.Random);
        Tensor Loss()
        {
            GeneratorStates.Restore(specimen.Random, streams);
            torch.manual_seed(3);
            return (bank.Forward(input).to(torch.float64) * weights).sum();
        }

        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            return Loss().item<double>();
        }

        Loss().backward();
        var problems = new List<string>();
        foreach ((string name, Tensor parameter) in specimen.Parameters)
        {
            if (parameter.requires_grad && parameter.grad is null)
            {
                problems.Add($"the parameter '{name}' gets no gradient.");
            }
        }

        Dictionary<string, Tensor> leaves = specimen.Parameters.Append(KeyValuePair.Create("input", input)).ToDictionary();
        return problems.Concat((isDouble ? FiniteDifferences.Precise : FiniteDifferences.Rough).Compare(Value, leaves)).ToArray();
    }

    /// <summary>Two experts that start alike stay alike, whatever the gates do: a bank of eight is then a bank of one.</summary>
    private IEnumerable<string> Promises()
    {
        using ExpertSpecimen specimen = _places.Build(7);
        Tensor outputs = specimen.Evaluate(1)[0];
        for (int one = 0; one < specimen.Bank.Count; one++)
        {
            for (int other = one + 1; other < specimen.Bank.Count; other++)
            {
                if (!((outputs[one] - outputs[other]).abs().max().item<float>() > 1e-5))
                {
                    yield return $"experts {one} and {other} start alike; each is drawn on its own.";
                }
            }
        }
    }
}
