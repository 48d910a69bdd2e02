using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Probing;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of probes, in a short run of a small network.</summary>
internal sealed class ProbeChecks(Subject subject)
{
    private const int Epochs = 3;

    private static readonly ImmutableArray<string> What = ["figures of the epoch", "figures of the next epoch", "findings", "sections"];

    private static readonly JsonSerializerOptions Exact = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Evaluation, Evaluation),
        (ConformanceCheck.State, State),
        (ConformanceCheck.Disposal, Disposal),
        (ConformanceCheck.Promises, Promises),
    ];

    /// <summary>The same names in every epoch, each once.</summary>
    private IEnumerable<string> Shapes()
    {
        using var run = new ProbedRun(subject);
        string[]? due = null;
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            string[] names = [.. run.Epoch().Metrics.Select(metric => metric.Name)];
            due ??= names;
            if (!names.SequenceEqual(due))
            {
                yield return $"epoch {epoch} has the figures [{string.Join(", ", names)}], epoch 1 had [{string.Join(", ", due)}]; names are the same in every epoch.";
            }

            if (names.Distinct().Count() != names.Length || names.Any(string.IsNullOrWhiteSpace))
            {
                yield return $"the figures [{string.Join(", ", names)}] don't have a name each.";
                yield break;
            }
        }
    }

    private IEnumerable<string> Determinism()
    {
        using var one = new ProbedRun(subject);
        using var other = new ProbedRun(subject);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            ProbeFigures first = one.Epoch();
            if (!first.Metrics.SequenceEqual(other.Epoch().Metrics))
            {
                yield return $"the figures of epoch {epoch} differ between two runs of one seed.";
                yield break;
            }
        }
    }

    /// <summary>A probe can't change the run.</summary>
    private IEnumerable<string> Evaluation()
    {
        using var without = new ProbedRun(null);
        using var with = new ProbedRun(subject);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            without.Epoch();
            with.Epoch();
            if (with.IsTraining)
            {
                yield return "the probe leaves the network in training mode.";
            }

            foreach ((string name, Tensor tensor) in without.State)
            {
                if (!TensorBits.AreEqual(tensor, with.State[name]))
                {
                    yield return $"the run with the probe has another '{name}' after epoch {epoch} than the run without; a probe changes nothing.";
                    yield break;
                }
            }
        }

        with.Findings();
        with.Sections();
        if (without.State.Any(of => !TensorBits.AreEqual(of.Value, with.State[of.Key])))
        {
            yield return "Findings or Sections change the network.";
        }

        Dictionary<string, byte[]> due = GeneratorStates.Of(without.Random);
        foreach ((string name, byte[] position) in GeneratorStates.Of(with.Random))
        {
            if (due.TryGetValue(name, out byte[]? before) ? !before.AsSpan().SequenceEqual(position) : !name.StartsWith("probes.", StringComparison.Ordinal))
            {
                yield return $"the probe draws from the random stream '{name}'; a probe's own begin with 'probes.' and its name.";
            }
        }
    }

    /// <summary>A run that was stopped in the middle of an epoch, and its resumption with another instance, against the run that was not.</summary>
    private IEnumerable<string> State()
    {
        using var undisturbed = new ProbedRun(subject);
        undisturbed.Epoch();
        undisturbed.Train(3);
        using var resumed = new ProbedRun(subject, seed: 8);
        resumed.GoTo(undisturbed);
        foreach (string problem in StateChecks.Resume(undisturbed.ResumableParts, resumed.ResumableParts))
        {
            yield return problem;
        }

        string[] due = GoOn(undisturbed);
        if (GoOn(resumed).Zip(due, What).FirstOrDefault(of => of.First != of.Second) is { Third: { } what })
        {
            yield return $"after a resume the probe's {what} are not those of the run without a stop; "
                + (resumed.ResumableParts.Count == 0
                    ? "a probe that remembers something from one step or epoch to another implements IResumable."
                    : "ExchangeState leaves out what they depend on.");
        }

        foreach (string problem in StateChecks.Agree(undisturbed.ResumableParts, resumed.ResumableParts))
        {
            yield return problem;
        }
    }

    /// <summary>All that a probe says from here on.</summary>
    private static string[] GoOn(ProbedRun run)
    {
        torch.manual_seed(3);
        run.Train(3);
        return [Text(run.Evaluate()), Text(run.Epoch()), Text(run.Findings()), Text(run.Sections())];
    }

    private static string Text<T>(T said) => JsonSerializer.Serialize(said, Exact);

    private IEnumerable<string> Disposal()
    {
        using (var first = new ProbedRun(subject))
        {
            first.Epoch();
        }

        long before = LiveTensors.Count;
        var run = new ProbedRun(subject);
        run.Epoch();
        run.Epoch();
        long warm = LiveTensors.Count;
        run.Epoch();
        run.Epoch();
        long after = LiveTensors.Count;
        if (after > warm)
        {
            yield return $"two epochs leave {after - warm} tensors behind; what an epoch keeps is disposed when the next one replaces it.";
        }

        long beforeSections = LiveTensors.Count;
        run.Findings();
        run.Sections();
        if (LiveTensors.Count > beforeSections)
        {
            yield return $"Findings and Sections leave {LiveTensors.Count - beforeSections} tensors behind; no dispose scope is open there.";
        }

        run.Dispose();
        long left = LiveTensors.Count - before - Math.Max(0, after - warm) - Math.Max(0, LiveTensors.Count - beforeSections);
        if (left > 0)
        {
            yield return $"the probe leaves {left} tensors behind when it is disposed.";
        }
    }

    private IEnumerable<string> Promises()
    {
        // A run may end before its first epoch does.
        using (var interrupted = new ProbedRun(subject))
        {
            interrupted.Findings();
        }

        using var run = new ProbedRun(subject);
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            run.Epoch();
        }

        ImmutableArray<Finding> findings = run.Findings();
        foreach (IGrouping<string, Finding> several in findings.GroupBy(finding => finding.Issue).Where(group => group.Count() > 1))
        {
            yield return $"there are {several.Count()} findings about {several.Key}; expected one.";
        }

        foreach (Finding finding in findings)
        {
            if (!IssueNames.IsValid(finding.Issue))
            {
                yield return $"there is a finding about '{finding.Issue}'; an issue's name is kebab-case, such as slow-task.";
            }

            if (finding.Evidence.Length == 0)
            {
                yield return $"the finding about {finding.Issue} has no evidence: a sentence that says what was measured.";
            }

            if (!finding.IsFound && !finding.Remedies.IsEmpty)
            {
                yield return $"the finding about {finding.Issue} has remedies though nothing was found.";
            }

            if (finding.IsFound && (finding.IsUndecided || finding.Interval?.Contains(finding.Threshold) == true))
            {
                yield return $"{finding.Issue} is found though it is undecided or the threshold is in the figure's interval; what is found is beyond the threshold with its whole interval.";
            }

            if (finding.Interval is { } interval && !double.IsNaN(finding.Value) && !interval.Contains(finding.Value))
            {
                yield return $"the figure of {finding.Issue}, {finding.Value}, is not in its interval from {interval.Lower} to {interval.Upper}.";
            }

            if (finding.IsFound && double.IsNaN(finding.Value))
            {
                yield return $"{finding.Issue} is found though its figure is NaN, which means that nothing was measured.";
            }
        }
    }
}
