using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>What probes are constructed with. What a test doesn't give is not there: a probe that asks for it fails.</summary>
internal static class ProbeContexts
{
    /// <summary>A context with a clock that stands in the first epoch.</summary>
    public static ProbeContext Of(
        ImmutableArray<string> tasks,
        MultiTaskModel? model = null,
        FeatureLayout? features = null,
        ProbeSample? sample = null,
        ITrainingClock? clock = null,
        string taskType = "") => new()
        {
            Path = "probes.3",
            Tasks = tasks,
            Outputs = [.. tasks.Select((name, task) => new TaskOutput(name, task, 1) { Type = taskType })],
            Model = model!,
            SharedGroups = model is null ? null! : new SharedParameterGroups(model),
            Features = features!,
            FieldValues = features is null ? [] : [.. features.Categorical.Select(field =>
                Enumerable.Range(0, field.Cardinality).Select(code => $"{field.Name}{code}").ToImmutableArray())],
            Sample = sample!,
            Clock = clock ?? new StandingClock { Epoch = 1 },
            Random = new RandomStreams(1),
        };

    /// <summary>A batch that is a trace and nothing else.</summary>
    public static ProbedBatch Batch(ForwardTrace trace) =>
        new(new FeatureBatch(torch.empty(0), torch.empty(0)), torch.empty(0), torch.empty(0), trace);
}
