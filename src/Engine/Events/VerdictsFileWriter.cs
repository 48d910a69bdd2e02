using MediatR;
using MmoePipeline.Events;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Events;

/// <summary>Writes <c>verdicts.json</c>: for each issue whether the run has it, for scripts.</summary>
/// <param name="session">Where the run's files are.</param>
internal sealed class VerdictsFileWriter(RunSession session) : INotificationHandler<RunCompleted>
{
    /// <inheritdoc/>
    public Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DurableFile.Write(session.Folder.VerdictsFile, file => Write(file, notification));
        return Task.CompletedTask;
    }

    private static void Write(Stream file, RunCompleted notification) => new VerdictsFile(
        VerdictsFile.CurrentFormat,
        new(TroubleVerdict.Of(notification.Findings).Select(verdict => KeyValuePair.Create(verdict.Issue, new VerdictEntry(
            verdict.Verdict,
            Finite(verdict.Worst?.Value),
            Finite(verdict.Worst?.Interval?.Lower),
            Finite(verdict.Worst?.Interval?.Upper),
            Finite(verdict.Worst?.Threshold)))))).Write(file);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
