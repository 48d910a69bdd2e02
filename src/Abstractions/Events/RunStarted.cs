using MediatR;

namespace MmoePipeline.Events;

/// <summary>Data and network are ready, and the first step is next.</summary>
/// <param name="Folder">The run folder's full path.</param>
/// <param name="Name">The run's name.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Tasks">The tasks' names.</param>
/// <param name="Epochs">The number of epochs at most.</param>
/// <param name="TrainingRows">Rows that are trained on.</param>
/// <param name="ValidationRows">Rows that choose the best epoch.</param>
/// <param name="TestRows">Rows of the final metrics.</param>
/// <param name="Parameters">The number of trained values.</param>
/// <param name="Parts">The same by the parts of the network; the last is what is none's, such as the loss weighting's.</param>
/// <param name="Device">Where tensors live: <c>cpu</c>, <c>cuda:0</c>.</param>
public sealed record RunStarted(
    string Folder,
    string Name,
    long Seed,
    ImmutableArray<string> Tasks,
    int Epochs,
    long TrainingRows,
    long ValidationRows,
    long TestRows,
    long Parameters,
    ImmutableArray<PartParameters> Parts,
    string Device) : INotification
{
    /// <summary>The validation metric by which the best epoch is chosen.</summary>
    public string SelectionMetric { get; init; } = "";
}

/// <summary>How large a part of what is trained is.</summary>
/// <param name="Part">The part's name: <c>embedding</c>, <c>experts</c>.</param>
/// <param name="Parameters">The number of trained values.</param>
public sealed record PartParameters(string Part, long Parameters);
