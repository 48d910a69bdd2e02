using Microsoft.Extensions.Logging;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs.Options.Training;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>
/// Saves checkpoints beside training: what is saved was copied before, and a thread of its own writes it, which allocates next to nothing. One at a
/// time; who comes before the one before is written waits for it.
/// </summary>
/// <param name="store">Where they go.</param>
/// <param name="options">When one is due.</param>
/// <param name="time">Measures the time since the last one.</param>
/// <param name="logger">Is told of checkpoints that can't be written; the run goes on with those that it has.</param>
internal sealed class CheckpointSaving(CheckpointStore store, CheckpointOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private long _since = time.GetTimestamp();
    private Task _writing = Task.CompletedTask;

    /// <summary>Whether a checkpoint is due within an epoch, after a step.</summary>
    /// <param name="step">Steps since the start of the run.</param>
    public bool IsDue(long step) =>
        (options.Steps is { } steps && step % steps == 0) || time.GetElapsedTime(_since).TotalMinutes >= options.Minutes;

    /// <summary>Writes a checkpoint beside what the caller does next.</summary>
    /// <param name="content">Its content, which is disposed of.</param>
    public void Begin(CheckpointContent content)
    {
        try
        {
            Wait();
        }
        catch
        {
            content.Dispose();
            throw;
        }

        _since = time.GetTimestamp();
        _writing = Task.Factory.StartNew(
            () => Write(content), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Writes a checkpoint now.</summary>
    /// <param name="content">Its content, which is disposed of.</param>
    /// <returns>Its folder; null where it can't be written, which was told.</returns>
    public string? Write(CheckpointContent content)
    {
        using (content)
        {
            string path;
            try
            {
                path = store.Write(content);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(
                    CheckpointCodes.NotSaved + " the checkpoint after step {Step} can't be written into {Folder}: {Reason}; what was saved before is still there",
                    content.Position.Step,
                    store.Folder,
                    exception.Message);
                return null;
            }

            try
            {
                store.DeleteOld();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(CheckpointCodes.NotDeleted + " an old checkpoint can't be deleted: {Reason}; it takes room until the next is written", exception.Message);
            }

            return path;
        }
    }

    /// <summary>Waits until what was begun is written.</summary>
    /// <exception cref="NotSupportedException">It can't be written at all; that is told once, not again to whoever saves what is left.</exception>
    public void Wait()
    {
        Task writing = _writing;
        _writing = Task.CompletedTask;
        writing.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => Wait();
}
