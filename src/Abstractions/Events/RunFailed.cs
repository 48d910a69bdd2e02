using MediatR;

namespace MmoePipeline.Events;

/// <summary>The run failed after its first step, for instance because a plugin failed; it wrote a checkpoint.</summary>
/// <param name="Epoch">The epoch, from 1, that was under way.</param>
/// <param name="Step">Steps that were completed since the start of the run.</param>
/// <param name="Reason">What happened, in a sentence.</param>
public sealed record RunFailed(int Epoch, long Step, string Reason) : INotification
{
    /// <summary>The kind of problem, for instance <c>MMOE5001</c>.</summary>
    public string Code { get; init; } = "";
}
