using MmoePipeline.Losses;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of loss weightings.</summary>
internal sealed class LossWeightingChecks(Subject subject)
{
    private readonly PlaceList<WeightingSpecimen> _places = WeightingSpecimen.Places(subject);

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.Sizes, Sizes),
        (ConformanceCheck.Determinism, () => SpecimenChecks.Determinism(_places)),
        (ConformanceCheck.State, () => SpecimenChecks.State(_places)),
        (ConformanceCheck.Disposal, () => SpecimenChecks.Disposal(_places)),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes()
    {
        foreach (Place<WeightingSpecimen> place in _places.Taken())
        {
            using WeightingSpecimen specimen = place.Build(7);
            for (int step = 0; step < 4; step++)
            {
                specimen.Clock.Set(step);
                Tensor losses = specimen.Losses(step).requires_grad_();
                if (specimen.Weighting is GradientWeighting gradients)
                {
                    using IDisposable noGrad = torch.no_grad();
                    Tensor gradient = gradients.Combine(specimen.TaskGradients(gradients, step));
                    foreach (string problem in ResultShape.Problems($"{place.Name}, gradient", gradient, WeightingSpecimen.SharedParameterCount))
                    {
                        yield return problem;
                    }
                }

                Tensor combined = specimen.Weighting.Combine(losses);
                foreach (string problem in ResultShape.Problems($"{place.Name}, combined loss", combined))
                {
                    yield return problem;
                }

                if (!combined.requires_grad)
                {
                    yield return $"{place.Name}: the combined loss is outside of the graph, so that nothing would be trained.";
                    yield break;
                }

                using Tensor weights = specimen.Weighting.CurrentWeights();
                foreach (string problem in ResultShape.Problems($"{place.Name}, current weights", weights.to(torch.float32), specimen.Tasks))
                {
                    yield return problem;
                }

                if (weights.requires_grad)
                {
                    yield return $"{place.Name}: the current weights are in a graph; they are given without one.";
                }
            }
        }
    }

    /// <summary>What no batch usually is, but some batch of a long run will be: in the first step, and after some usual ones.</summary>
    private IEnumerable<string> Sizes()
    {
        foreach (Place<WeightingSpecimen> place in _places.Taken())
        {
            foreach ((string name, Func<WeightingStep, WeightingStep> make) in WeightingStep.Unusual)
            {
                foreach (int usual in new[] { 0, 3 })
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    using WeightingSpecimen specimen = place.Build(7);
                    for (int step = 0; step < usual + 4; step++)
                    {
                        WeightingStep given = specimen.Usual(step);
                        bool isUnusual = step == usual || step == usual + 1;
                        ImmutableArray<Tensor> results = specimen.Train(step, isUnusual ? make(given) : given);
                        if (!results.All(result => result.isfinite().all().item<bool>()))
                        {
                            yield return $"{place.Name}: step {step} has a loss, gradient or weight that is not finite; {(isUnusual ? "in it" : "before it")} {name}. "
                                + "Leave such a task out of the step: Combine(losses, labelled) says which tasks have a labelled row.";
                            break;
                        }
                    }
                }
            }
        }
    }

    /// <summary>By the weighting's own parameters. By the losses, the gradient is the current weights.</summary>
    private string[] Gradients()
    {
        using WeightingSpecimen specimen = _places.Build(7);
        for (int step = 0; step < 5; step++)
        {
            specimen.Train(step);
        }

        var problems = new List<string>();
        Tensor losses = specimen.Losses(9).requires_grad_();
        foreach (Tensor parameter in specimen.Parameters.Values)
        {
            parameter.grad = null;
        }

        specimen.Weighting.Combine(losses).backward();
        if (specimen.Weighting is GradientWeighting)
        {
            problems.AddRange(OneTask());
        }
        else
        {
            using Tensor weights = specimen.Weighting.CurrentWeights();
            Tensor gradient = losses.grad!;
            if (!torch.allclose(gradient.to(torch.float64), weights.to(torch.float64), 1e-3, 1e-4))
            {
                problems.Add(
                    $"the gradient by the losses is [{Text(gradient)}], and CurrentWeights says [{Text(weights)}]; the weight of a loss is what its gradient is multiplied by.");
            }
        }

        Dictionary<string, byte[]> streams = GeneratorStates.Of(specimen.Random);
        Dictionary<string, Tensor> buffers = SpecimenChecks.Copy(specimen.Module.named_buffers().ToDictionary(of => of.name, of => of.buffer));
        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            GeneratorStates.Restore(specimen.Random, streams);
            foreach ((string name, Tensor buffer) in specimen.Module.named_buffers())
            {
                buffer.copy_(buffers[name]);
            }

            return specimen.Weighting.Combine(losses).to(torch.float64).item<double>();
        }

        // A parameter that Combine doesn't reach gets its gradient otherwise, if at all.
        Dictionary<string, Tensor> reached = specimen.Parameters
            .Where(named => specimen.Weighting is not GradientWeighting || named.Value.grad is not null).ToDictionary();
        return problems.Concat(FiniteDifferences.Rough.Compare(Value, reached)).ToArray();
    }

    /// <summary>Of a single task's gradient, a weighting of gradients can only change the length.</summary>
    private IEnumerable<string> OneTask()
    {
        foreach (Place<WeightingSpecimen> place in _places.Taken())
        {
            using WeightingSpecimen specimen = place.Build(7);
            if (specimen.Tasks != 1 || specimen.Weighting is not GradientWeighting gradients)
            {
                continue;
            }

            using IDisposable noGrad = torch.no_grad();
            WeightingStep given = specimen.Usual(0);
            Tensor gradient = given.Samples[0][0];
            Tensor combined = gradients.Combine((given with { Samples = [.. given.Samples.Select(_ => given.Samples[0])] }).Gradients);
            double cosine = combined.dot(gradient).div(combined.norm() * gradient.norm()).to(torch.float64).item<double>();
            if (!(cosine > 0.999))
            {
                yield return $"{place.Name}: the combined gradient of a single task has the cosine {cosine:g4} to the task's gradient, expected 1.";
            }
        }
    }

    private IEnumerable<string> Promises()
    {
        using WeightingSpecimen specimen = _places.Build(7);
        specimen.Train(0);
        specimen.Weighting.CurrentWeights().Dispose();
        bool isGone;
        try
        {
            specimen.Train(1);
            isGone = false;
        }
        catch (InvalidOperationException)
        {
            isGone = true;
        }

        if (isGone)
        {
            yield return "the weighting can't continue after its caller disposed of CurrentWeights(), which the caller owns; expected a copy.";
        }

        if (specimen.Weighting is GradientWeighting { Samples: < 1 } gradients)
        {
            yield return $"Samples is {gradients.Samples}; expected at least 1.";
        }
    }

    private static string Text(Tensor values) => string.Join(", ", values.detach().to(torch.float64).data<double>().Select(value => $"{value:g4}"));
}
