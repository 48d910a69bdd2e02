using System.Globalization;
using MmoePipeline.Events;
using MmoePipeline.Host.Logging;
using MmoePipeline.Runs.Folders;
using Serilog.Events;
using Serilog.Parsing;

namespace MmoePipeline.Host.Tests.Runs;

public sealed class RunLogTests : IDisposable
{
    private const int Threads = 4;
    private const int EventsOfEach = 2_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-log").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What is logged before the folder is there, while the file is opened and afterwards: each line is in the file, once, in its thread's order.</summary>
    [Fact]
    public async Task Nothing_that_is_logged_while_the_file_is_opened_is_lost()
    {
        RunFolder folder = RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch, _ => { });
        var session = new RunSession();
        using (var log = new RunLog(session))
        {
            using var begun = new CountdownEvent(Threads);
            Thread[] threads =
            [
                .. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
                {
                    for (int number = 0; number < EventsOfEach; number++)
                    {
                        log.Emit(Event($"thread {thread} event {number}."));
                        if (number == EventsOfEach / 4)
                        {
                            begun.Signal();
                        }
                    }
                })),
            ];
            Array.ForEach(threads, thread => thread.Start());
            begun.Wait();
            session.Folder = folder;
            await log.Handle(new RunStarted(folder.FullPath, "a", 0, [], 1, 1, 1, 1, 1, [], "cpu"), CancellationToken.None);
            Array.ForEach(threads, thread => thread.Join());
        }

        string[] lines = await File.ReadAllLinesAsync(folder.LogFile);
        for (int thread = 0; thread < Threads; thread++)
        {
            string of = $"thread {thread} event ";
            Assert.Equal(
                Enumerable.Range(0, EventsOfEach),
                lines.Where(line => line.Contains(of, StringComparison.Ordinal)).Select(line =>
                    int.Parse(line[(line.IndexOf(of, StringComparison.Ordinal) + of.Length)..].TrimEnd('.'), CultureInfo.InvariantCulture)));
        }
    }

    private static LogEvent Event(string text) =>
        new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, new MessageTemplateParser().Parse(text), []);
}
