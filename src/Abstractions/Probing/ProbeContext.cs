using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;

namespace MmoePipeline.Probing;

/// <summary>What a probe is constructed with: the run that it watches, before the first step. Valid for the whole run.</summary>
public sealed record ProbeContext : PluginContext
{
    /// <summary>The tasks' names, in the order of losses, targets and gates.</summary>
    public required ImmutableArray<string> Tasks { get; init; }

    /// <summary>Each task's columns of the network's output.</summary>
    public required ImmutableArray<TaskOutput> Outputs { get; init; }

    /// <summary>
    /// The network, to be looked at: its parameters must not be changed. A pass of the probe's own is made in evaluation mode,
    /// in which the network is in <see cref="Probe.OnValidationCompleted"/>.
    /// </summary>
    public required MultiTaskModel Model { get; init; }

    /// <summary>The groups of the network's shared parameters.</summary>
    public required SharedParameterGroups SharedGroups { get; init; }

    /// <summary>The fields of the input.</summary>
    public required FeatureLayout Features { get; init; }

    /// <summary>
    /// For each categorical field its values as text, by code within the field: the first stands for all values that training rows
    /// don't have.
    /// </summary>
    public required ImmutableArray<ImmutableArray<string>> FieldValues { get; init; }

    /// <summary>Rows that stay the same for the whole run.</summary>
    public required ProbeSample Sample { get; init; }

    /// <summary>How far training has come.</summary>
    public required ITrainingClock Clock { get; init; }

    /// <summary>The run's random streams; a probe's own begin with <c>probes.</c> and its name.</summary>
    public required RandomStreams Random { get; init; }
}
