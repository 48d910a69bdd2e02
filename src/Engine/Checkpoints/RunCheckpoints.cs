namespace MmoePipeline.Engine.Checkpoints;

/// <summary>The checkpoints that a run writes: those it can be resumed from, the best epoch, and what is left of a failure.</summary>
/// <param name="weights">Writes networks for prediction and inspection.</param>
/// <param name="saving">Writes what a run can be resumed from.</param>
/// <param name="capture">Copies the state of the run.</param>
/// <param name="resumed">The position of the checkpoint that the run was resumed from; null for a run from its start.</param>
internal sealed class RunCheckpoints(
    CheckpointWriter weights, CheckpointSaving saving, Func<CheckpointContent> capture, RunPosition? resumed)
{
    private RunPosition? _saved = resumed;
    private bool _isTrained;

    /// <summary>Saves the run beside training, if that is due after a step.</summary>
    public void SaveIfDue(long step)
    {
        if (saving.IsDue(step))
        {
            Save();
        }
    }

    /// <summary>Saves the run beside training.</summary>
    public void Save()
    {
        CheckpointContent content = capture();
        _saved = content.Position;
        saving.Begin(content);
    }

    /// <summary>
    /// Training is over: its last state was saved. From here on the network may hold the best epoch's weights, so no state of it is saved any more.
    /// </summary>
    public void EndTraining() => _isTrained = true;

    /// <summary>Saves a run that was stopped.</summary>
    /// <returns>
    /// The checkpoint; null where there is none to write: the run has come no further since the last one, training is over, or it can't be written,
    /// which was logged.
    /// </returns>
    public string? SaveStopped()
    {
        saving.Wait();
        if (_isTrained)
        {
            return null;
        }

        CheckpointContent content = capture();
        if (content.Position == _saved)
        {
            content.Dispose();
            return null;
        }

        return saving.Write(content);
    }

    /// <summary>Writes network and loss weighting, after an epoch that is the best so far.</summary>
    /// <returns>The file.</returns>
    public string SaveBest(int epoch, long step) => weights.WriteBest(epoch, step);

    /// <summary>Writes what there is after a failure; a run can't be resumed from it.</summary>
    /// <returns>The file.</returns>
    public string SaveFailed(int epoch, long step)
    {
        saving.Wait();
        return weights.WriteFailed(epoch, step);
    }
}
