using System.Text.Json;
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

    private static void Write(Stream file, RunCompleted notification)
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach (TroubleVerdict verdict in TroubleVerdict.Of(notification.Findings))
        {
            json.WriteStartObject(verdict.Issue);
            json.WriteString("verdict", verdict.Verdict);
            Write("value", verdict.Worst?.Value);
            Write("lower", verdict.Worst?.Interval?.Lower);
            Write("upper", verdict.Worst?.Interval?.Upper);
            Write("threshold", verdict.Worst?.Threshold);
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void Write(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
            {
                json.WriteNumber(name, number);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    }
}
