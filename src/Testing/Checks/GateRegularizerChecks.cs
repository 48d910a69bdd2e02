using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of gate-regularizers, in a bank of gates.</summary>
internal sealed class GateRegularizerChecks(Subject subject)
{
    private readonly PlaceList<GateSpecimen> _places = GateSpecimen.Places(subject);

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.RowIndependence, () => SpecimenChecks.RowIndependence(_places, rowAxis: 0)),
        (ConformanceCheck.Determinism, () => SpecimenChecks.Determinism(_places)),
        (ConformanceCheck.Evaluation, () => SpecimenChecks.Evaluation(_places)),
        (ConformanceCheck.State, () => SpecimenChecks.State(_places)),
        (ConformanceCheck.Disposal, () => SpecimenChecks.Disposal(_places)),
    ];

    private IEnumerable<string> Shapes()
    {
        foreach (Place<GateSpecimen> place in _places.Taken())
        {
            using GateSpecimen specimen = place.Build(7);
            foreach (int rows in BatchSizes.All)
            {
                foreach (bool isTraining in BatchSizes.Modes)
                {
                    specimen.Module.train(isTraining);
                    string where = $"{place.Name}, {rows} rows, {(isTraining ? "training" : "evaluation")}";
                    (Tensor weights, Tensor? penalty) = specimen.Pass(GateSpecimen.Input(rows, rows));
                    foreach (string problem in ResultShape.Problems(where, weights, rows, specimen.Gates, specimen.Experts))
                    {
                        yield return problem;
                    }

                    if (penalty is not null)
                    {
                        foreach (string problem in ResultShape.Problems($"{where}, penalty", penalty))
                        {
                            yield return problem;
                        }
                    }
                }
            }
        }
    }

    /// <summary>
    /// After some steps, so that what follows the batches has something to follow. Streams and buffers are set back before each pass.
    /// </summary>
    private string[] Gradients()
    {
        using GateSpecimen specimen = _places.Build(7);
        for (int step = 0; step < 3; step++)
        {
            specimen.Train(step);
        }

        specimen.Module.train();
        Dictionary<string, byte[]> streams = GeneratorStates.Of(specimen.Random);
        Dictionary<string, Tensor> buffers = SpecimenChecks.Copy(specimen.Module.named_buffers().ToDictionary(of => of.name, of => of.buffer));
        bool isDouble = Precision.AllowsDouble(() => specimen.Pass(GateSpecimen.Input(9).to(torch.float64)).Weights);
        Tensor input = GateSpecimen.Input(9).to(isDouble ? torch.float64 : torch.float32).requires_grad_();
        Tensor Loss()
        {
            GeneratorStates.Restore(specimen.Random, streams);
            torch.manual_seed(3);
            using (torch.no_grad())
            {
                foreach ((string name, Tensor buffer) in specimen.Module.named_buffers())
                {
                    buffer.copy_(buffers[name]);
                }
            }

            return specimen.Loss(input, 9);
        }

        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            return Loss().to(torch.float64).item<double>();
        }

        specimen.Module.zero_grad();
        Tensor loss = Loss();
        if (loss.requires_grad)
        {
            loss.backward();
        }

        Dictionary<string, Tensor> leaves = specimen.Parameters.Append(KeyValuePair.Create("input", input)).ToDictionary();
        return (isDouble ? FiniteDifferences.Precise : FiniteDifferences.Rough).Compare(Value, leaves).ToArray();
    }
}
