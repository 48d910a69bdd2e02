using MmoePipeline.Composition;
using MmoePipeline.Reporting;

namespace MmoePipeline.Probing;

/// <summary>
/// Observes a run, gives figures, and reports at the end which issues the run has. It can't change the run; the hooks that it
/// doesn't override cost nothing worth mentioning.
/// </summary>
/// <remarks>
/// The order: the constructor, before the first step; in every epoch for each step that <see cref="IsDue"/>, <see cref="OnLosses"/> and
/// <see cref="OnStepped"/>, then <see cref="OnValidationStarted"/>,
/// <see cref="OnValidationBatch"/> batch by batch and <see cref="OnValidationCompleted"/>; at the end
/// <see cref="Findings"/> and <see cref="Sections"/>. What it remembers from one step to another is saved with the run if it is
/// <see cref="Resuming.IResumable"/>. A probe that is <see cref="IDisposable"/> is disposed after the run.
/// </remarks>
[PluginKind("probe", HasOwner = true)]
public abstract class Probe : IRequiresContext<ProbeContext>
{
    /// <summary>Whether the probe wants to see the step. Called before every step.</summary>
    /// <param name="step">Steps since the start of the run, from 1.</param>
    public virtual bool IsDue(long step) => false;

    /// <summary>Called in a step that is due when the losses are computed, before the backward pass; gradients are enabled.</summary>
    public virtual void OnLosses(ProbedStep step)
    {
    }

    /// <summary>
    /// Called in a step that is due after the optimizer changed the parameters, whose gradients are still there; gradients are not
    /// recorded.
    /// </summary>
    public virtual void OnStepped(ProbedStep step)
    {
    }

    /// <summary>
    /// Called before the first validation batch of an epoch; forgets batches that it was shown before. A run that was stopped among them begins
    /// with the first again when it is resumed.
    /// </summary>
    public virtual void OnValidationStarted()
    {
    }

    /// <summary>Called for every batch of the validation rows, at the end of an epoch.</summary>
    public virtual void OnValidationBatch(ProbedBatch batch)
    {
    }

    /// <summary>Called when all validation batches of an epoch have been seen; forgets them. A dispose scope is open.</summary>
    /// <returns>The figures of the epoch.</returns>
    public virtual ProbeFigures OnValidationCompleted() => ProbeFigures.None;

    /// <summary>What the probe reports about issues, at the end of a run or of what there was of it: each issue at most once.</summary>
    public virtual ImmutableArray<Finding> Findings() => [];

    /// <summary>
    /// The probe's sections of the report, at the end of a run: the network has the parameters of its best epoch and is in evaluation
    /// mode. No dispose scope is open.
    /// </summary>
    public virtual ImmutableArray<ReportSection> Sections() => [];
}
