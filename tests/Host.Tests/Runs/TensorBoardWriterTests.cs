using System.Buffers.Binary;
using MmoePipeline.Engine.Events;
using MmoePipeline.Events;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Tasks;
using Tensorboard;

namespace MmoePipeline.Host.Tests.Runs;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-tensorboard").FullName;

    public TensorBoardWriterTests()
    {
        // What makes a folder a run's.
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "metrics.jsonl"), "");
    }

    private string Events => Path.Combine(_folder, "tensorboard");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_has_a_file_with_each_figure_at_its_step()
    {
        await WriteAsync(null, 10, 20);
        Event[] events = [.. Read(Assert.Single(Directory.GetFiles(Events)))];
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((SessionLog.Types.SessionStatus.Start, 0), (events[1].SessionLog.Status, events[1].Step));
        Assert.Equal(["learning-rate-factor", "loss-weight/click", "loss/click", "samples-per-second", "validation/click/auc"], Tags(events, 10));
        Assert.Equal(0.75f, Value(events, 20, "validation/click/auc"));
        Assert.Equal(20, Value(events, 20, "loss/click"));
        Assert.All(events, happened => Assert.InRange(happened.WallTime, 1.7e9, 1e11));
    }

    /// <summary>Epochs 2 and 3 were done once, and again after the checkpoint of epoch 1; then the run goes on from the checkpoint of epoch 3.</summary>
    [Fact]
    public async Task A_run_that_goes_on_takes_back_what_came_after_the_checkpoint_and_no_more()
    {
        await WriteAsync(null, 10, 20, 30);
        await WriteAsync(10, 20, 30);
        await WriteAsync(30, 40);
        Assert.Equal(3, Directory.GetFiles(Events).Length);
        Assert.Equal([10, 20, 30, 40], Shown().Where(happened => IsOf(happened, "loss/click")).Select(happened => happened.Step));
    }

    /// <summary>A run that was killed before its first checkpoint starts again in its folder.</summary>
    [Fact]
    public async Task A_run_that_starts_again_takes_back_everything()
    {
        await WriteAsync(null, 10, 20);
        await WriteAsync(null, 10);
        Assert.Equal([10], Shown().Where(happened => IsOf(happened, "loss/click")).Select(happened => happened.Step));
    }

    /// <summary>TensorBoard reads files in the order of their names; a clock that was turned back must not put a file before another.</summary>
    [Fact]
    public void A_file_comes_after_those_that_are_there_whatever_the_clock_says()
    {
        Directory.CreateDirectory(Events);
        string later = Path.Combine(Events, $"events.out.tfevents.{DateTime.UtcNow.AddYears(1).Ticks}.elsewhere.1");
        File.WriteAllText(later, "");
        File.WriteAllText(Path.Combine(Events, "events.out.tfevents.strange"), "");
        using EventFile file = EventFile.Begin(Events, 0, TimeProvider.System);
        Assert.Equal(later, Directory.GetFiles(Events).Where(path => !path.EndsWith("strange", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First());
    }

    [Fact]
    public async Task A_reader_beside_the_run_sees_each_epoch()
    {
        using var writer = new TensorBoardWriter(Session(), TimeProvider.System);
        await writer.Handle(Epoch(10), CancellationToken.None);
        Assert.Equal(5, Tags([.. Read(Assert.Single(Directory.GetFiles(Events)))], 10).Length);
    }

    private async Task WriteAsync(long? resumedAt, params int[] steps)
    {
        using var writer = new TensorBoardWriter(Session(), TimeProvider.System);
        if (resumedAt is { } step)
        {
            var started = new RunStarted(_folder, "run", 1, ["click"], 4, 100, 10, 10, 5, [], "cpu");
            await writer.Handle(new RunResumed(started, 1, step), CancellationToken.None);
        }

        foreach (int ended in steps)
        {
            await writer.Handle(Epoch(ended), CancellationToken.None);
        }
    }

    private RunSession Session() => new() { Folder = RunFolder.Open(_folder) };

    private static EpochCompleted Epoch(int step) => new(
        step / 10, step, [new TaskLoss("click", step, 1)], [new TaskMetrics("click", [new TaskMetric("auc", 0.75, true)])], [], 0.75, true,
        TimeSpan.FromSeconds(1), 100, TimeSpan.Zero, 1, TimeSpan.Zero);

    /// <summary>What TensorBoard shows: all files by name; the start of a session discards what was read of its step and of later ones.</summary>
    private List<Event> Shown()
    {
        var shown = new List<Event>();
        foreach (Event happened in Directory.GetFiles(Events).Order(StringComparer.Ordinal).SelectMany(Read))
        {
            if (happened.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
            {
                shown.RemoveAll(earlier => earlier.Step >= happened.Step);
            }
            else if (happened.Summary is not null)
            {
                shown.Add(happened);
            }
        }

        return shown;
    }

    private static bool IsOf(Event happened, string tag) => happened.Summary?.Value.Single().Tag == tag;

    private static string[] Tags(Event[] events, long step) =>
        [.. events.Where(happened => happened.Step == step && happened.Summary is not null).Select(happened => happened.Summary.Value.Single().Tag).Order(StringComparer.Ordinal)];

    private static float Value(Event[] events, long step, string tag) =>
        events.Single(happened => happened.Step == step && IsOf(happened, tag)).Summary.Value.Single().SimpleValue;

    /// <summary>Reads records, whose checksums have to hold.</summary>
    private static List<Event> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var events = new List<Event>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Checksum(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            Assert.Equal(Checksum(bytes.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(Event.Parser.ParseFrom(bytes, at + 12, length));
            at += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C bit by bit, masked.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
