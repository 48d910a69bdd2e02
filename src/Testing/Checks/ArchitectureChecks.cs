using MmoePipeline.Modeling;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of architectures.</summary>
internal sealed class ArchitectureChecks(Subject subject)
{
    private readonly PlaceList<ArchitectureSpecimen> _places = ArchitectureSpecimen.Places(subject);

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.RowIndependence, () => SpecimenChecks.RowIndependence(_places, rowAxis: 0)),
        (ConformanceCheck.Determinism, () => SpecimenChecks.Determinism(_places)),
        (ConformanceCheck.Evaluation, () => SpecimenChecks.Evaluation(_places)),
        (ConformanceCheck.State, () => SpecimenChecks.State(_places)),
        (ConformanceCheck.Disposal, () => SpecimenChecks.Disposal(_places)),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes()
    {
        foreach (Place<ArchitectureSpecimen> place in _places.Taken())
        {
            using ArchitectureSpecimen specimen = place.Build(7);
            foreach (int rows in BatchSizes.All)
            {
                // Batches of one row are for evaluation: what normalises over the batch can't be trained on one.
                specimen.Model.train(rows > 1);
                string where = $"{place.Name}, {rows} rows";
                ModelOutput output = specimen.Model.Forward(specimen.Rows(1, rows), new ForwardTrace());
                IEnumerable<string> problems = ResultShape.Problems(where, output.Logits, rows, specimen.Outputs)
                    .Concat(output.Penalty is { } penalty ? ResultShape.Problems($"{where}, penalty", penalty) : []);
                foreach (string problem in problems)
                {
                    yield return problem;
                }
            }
        }
    }

    private string[] Gradients()
    {
        using ArchitectureSpecimen specimen = _places.Build(7);
        specimen.Model.train();
        Dictionary<string, byte[]> streams = GeneratorStates.Of(specimen.Random);
        Dictionary<string, Tensor> buffers = SpecimenChecks.Copy(specimen.Module.named_buffers().ToDictionary(of => of.name, of => of.buffer));
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

            return specimen.Loss(5);
        }

        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            return Loss().item<double>();
        }

        Loss().backward();
        return FiniteDifferences.Rough.Compare(Value, specimen.Parameters).ToArray();
    }

    private IEnumerable<string> Promises()
    {
        foreach (Place<ArchitectureSpecimen> place in _places.Taken())
        {
            using ArchitectureSpecimen specimen = place.Build(7);
            HashSet<nint> own = [.. specimen.Model.parameters().Select(parameter => parameter.Handle)];
            if (!specimen.Model.SharedParameters.All(parameter => own.Contains(parameter.Handle)))
            {
                yield return $"{place.Name}: a shared parameter is none of the network's; it is registered.";
            }

            nint[] ofParts = [.. specimen.Model.Parts.SelectMany(part => part.Module.parameters()).Select(parameter => parameter.Handle)];
            if (ofParts.Length != ofParts.Distinct().Count() || !own.SetEquals(ofParts))
            {
                yield return $"{place.Name}: the parts have {ofParts.Length} parameters, the network has {own.Count}; each parameter is in one part.";
            }
        }
    }
}
