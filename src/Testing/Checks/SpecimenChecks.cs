namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of every plugin that computes with tensors.</summary>
internal static class SpecimenChecks
{
    private const int Steps = 5;

    public static IEnumerable<string> Determinism<TSpecimen>(PlaceList<TSpecimen> places)
        where TSpecimen : Specimen
    {
        using TSpecimen one = places.Build(7);
        ImmutableArray<ImmutableArray<Tensor>> first = Trained(one);
        using TSpecimen other = places.Build(7);
        ImmutableArray<ImmutableArray<Tensor>> second = Trained(other);
        for (int step = 0; step < Steps; step++)
        {
            if (!TensorBits.AreEqual(first[step], second[step]))
            {
                yield return $"two instances of one seed differ at step {step}; draws come from the context's random streams, not from the clock or from "
                    + "generators of the plugin's own.";
                yield break;
            }
        }
    }

    public static IEnumerable<string> Evaluation<TSpecimen>(PlaceList<TSpecimen> places)
        where TSpecimen : Specimen
    {
        using TSpecimen specimen = places.Build(7);
        Trained(specimen);
        Dictionary<string, Tensor> state = Copy(specimen.State);
        Dictionary<string, byte[]> streams = GeneratorStates.Of(specimen.Random);
        ImmutableArray<Tensor> first = specimen.Evaluate(1);
        specimen.Evaluate(2);
        if (!TensorBits.AreEqual(first, specimen.Evaluate(1)))
        {
            yield return "two passes over the same rows in evaluation mode differ; what is drawn at random, or follows the batches, is for training only.";
        }

        foreach ((string name, Tensor tensor) in specimen.State)
        {
            if (!TensorBits.AreEqual(tensor, state[name]))
            {
                yield return $"a pass in evaluation mode changed '{name}'.";
            }
        }

        foreach ((string name, byte[] position) in GeneratorStates.Of(specimen.Random))
        {
            if (!streams.TryGetValue(name, out byte[]? before) || !before.AsSpan().SequenceEqual(position))
            {
                yield return $"a pass in evaluation mode drew from the random stream '{name}'.";
            }
        }
    }

    /// <summary>The second is made from another seed, so that nothing agrees by chance, and given all that a checkpoint has.</summary>
    public static IEnumerable<string> State<TSpecimen>(PlaceList<TSpecimen> places)
        where TSpecimen : Specimen
    {
        using TSpecimen one = places.Build(7);
        Trained(one);
        using TSpecimen other = places.Build(8);
        other.Clock.Set(Steps - 1);
        other.Load(Copy(one.State));
        foreach ((string name, Tensor tensor) in one.State)
        {
            if (!other.State.TryGetValue(name, out Tensor? loaded) || !TensorBits.AreEqual(tensor, loaded))
            {
                yield return $"'{name}' is not the same after it was saved and loaded.";
            }
        }

        foreach (string problem in StateChecks.Resume(one.ResumableParts, other.ResumableParts))
        {
            yield return problem;
        }

        GeneratorStates.Restore(other.Random, GeneratorStates.Of(one.Random));
        if (one.CanEvaluate && !TensorBits.AreEqual(one.Evaluate(1), other.Evaluate(1)))
        {
            yield return "an instance that was given another's state gives other results in evaluation mode; what a result depends on is a parameter or a buffer, "
                + "or is saved by IResumable.";
        }

        for (int step = Steps; step < Steps + 2; step++)
        {
            torch.manual_seed(step);
            ImmutableArray<Tensor> goneOn = one.Train(step);
            torch.manual_seed(step);
            if (!TensorBits.AreEqual(goneOn, other.Train(step)))
            {
                yield return "an instance that was given another's state does not go on as the other does; what a step depends on is a parameter or a "
                    + "buffer, registered from the start, or is saved by IResumable.";
                yield break;
            }
        }

        foreach (string problem in StateChecks.Agree(one.ResumableParts, other.ResumableParts))
        {
            yield return problem;
        }
    }

    public static IEnumerable<string> Disposal<TSpecimen>(PlaceList<TSpecimen> places)
        where TSpecimen : Specimen
    {
        // What is made once for the whole process, such as constants, is made now.
        using (TSpecimen first = places.Build(7))
        {
            InScopes(first);
        }

        long before = LiveTensors.Count;
        TSpecimen specimen = places.Build(7);
        InScopes(specimen);
        long warm = LiveTensors.Count;
        InScopes(specimen);
        long after = LiveTensors.Count;
        if (after > warm)
        {
            yield return $"{Steps} steps leave {after - warm} tensors behind; what a step keeps replaces what the step before kept, and that is disposed.";
        }

        specimen.Dispose();
        long left = LiveTensors.Count - before - Math.Max(0, after - warm);
        if (left > 0)
        {
            yield return $"the plugin leaves {left} tensors behind when it is disposed; what is not a parameter or buffer is disposed in Dispose.";
        }
    }

    /// <summary>The first rows alone against the same rows among others, in evaluation mode.</summary>
    public static IEnumerable<string> RowIndependence<TSpecimen>(PlaceList<TSpecimen> places, int rowAxis, double tolerance = 1e-5)
        where TSpecimen : Specimen
    {
        foreach (Place<TSpecimen> place in places.Taken())
        {
            using TSpecimen specimen = place.Build(7);
            Tensor together = specimen.Evaluate(3)[0].to(torch.float64);
            foreach (int rows in new[] { 1, 2 })
            {
                Tensor alone = specimen.Evaluate(3, rows)[0].to(torch.float64);
                Tensor same = together.narrow(rowAxis, 0, rows);
                double difference = (alone - same).abs().max().item<double>();
                if (!(difference <= tolerance * (1 + same.abs().max().item<double>())))
                {
                    yield return $"{place.Name}: a row's result changes by {difference:g3} with the other rows of the batch.";
                }
            }
        }
    }

    public static Dictionary<string, Tensor> Copy(IReadOnlyDictionary<string, Tensor> state) =>
        state.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());

    private static ImmutableArray<ImmutableArray<Tensor>> Trained(Specimen specimen) =>
        [.. Enumerable.Range(0, Steps).Select(specimen.Train)];

    private static void InScopes(Specimen specimen)
    {
        for (int step = 0; step < Steps; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            specimen.Train(step);
            if (specimen.CanEvaluate)
            {
                specimen.Evaluate(step);
            }
        }
    }
}
