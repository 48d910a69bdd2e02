using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of optimizers.</summary>
internal sealed class OptimizerChecks(Subject subject)
{
    private readonly PlaceList<OptimizerSpecimen> _places = OptimizerSpecimen.Places(subject);

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, () => SpecimenChecks.Determinism(_places)),
        (ConformanceCheck.State, () => SpecimenChecks.State(_places)),
        (ConformanceCheck.Disposal, () => SpecimenChecks.Disposal(_places)),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes()
    {
        foreach (Place<OptimizerSpecimen> place in _places.Taken())
        {
            using OptimizerSpecimen specimen = place.Build(7);
            ImmutableArray<Tensor> before = [.. specimen.Parameters.Values.Select(parameter => parameter.detach().clone())];
            specimen.Train(0);
            foreach (((string name, Tensor parameter), Tensor old) in specimen.Parameters.Zip(before))
            {
                foreach (string problem in ResultShape.Problems($"{place.Name}, parameter '{name}'", parameter, old.shape))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<string> Promises()
    {
        using OptimizerSpecimen specimen = _places.Build(7);
        Dictionary<string, Tensor> before = SpecimenChecks.Copy(specimen.Parameters);
        double loss = specimen.SetGradients();
        specimen.Step(0);
        if (specimen.Parameters.FirstOrDefault(of => !TensorBits.AreEqual(of.Value, before[of.Key])).Key is { } moved)
        {
            yield return $"a learning-rate factor of 0 moves '{moved}'; the rate, decay included, is multiplied by it.";
        }

        for (int step = 0; step < 20; step++)
        {
            specimen.SetGradients();
            specimen.Step(0.1);
        }

        foreach (string name in new[] { "still", "unused" })
        {
            if (!TensorBits.AreEqual(specimen.Parameters[name], before[name]))
            {
                yield return name == "still"
                    ? "a parameter moves whose learning-rate scale is 0."
                    : "a parameter moves that has no gradient; it stays as it is.";
            }
        }

        double after = specimen.SetGradients();
        if (!(after < loss))
        {
            yield return $"20 steps on the sum of squares take it from {loss:g4} to {after:g4}; it falls.";
        }
    }
}
