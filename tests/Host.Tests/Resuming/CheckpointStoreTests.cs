using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Engine.Checkpoints;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Resuming;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-checkpoints").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keeps_the_newest()
    {
        var store = new CheckpointStore(_folder, keep: 2);
        foreach (int step in new[] { 9, 10, 11, 100 })
        {
            Write(store, step);
        }

        Assert.Equal(["step-000000011", "step-000000100"], Names());
        using SavedCheckpoint newest = store.ReadNewest(NullLogger.Instance)!;
        Assert.Equal(100, newest.State.GetProperty("step").GetInt32());
        Assert.Equal([1f, 100f], newest.Tensors["values"].data<float>().ToArray());
    }

    [Fact]
    public void There_may_be_none() => Assert.Null(new CheckpointStore(_folder, keep: 1).ReadNewest(NullLogger.Instance));

    [Fact]
    public void A_step_is_written_again()
    {
        var store = new CheckpointStore(_folder, keep: 2);
        Write(store, 5);
        Directory.CreateDirectory(Path.Combine(_folder, "step-000000005.tmp"));
        Write(store, 5);
        Assert.Equal(["step-000000005"], Names());
    }

    /// <summary>A kill between the two renames of a step that is written again leaves the one that was there.</summary>
    [Fact]
    public void One_that_was_being_replaced_is_still_one()
    {
        var store = new CheckpointStore(_folder, keep: 1);
        Write(store, 5);
        Directory.Move(Path.Combine(_folder, "step-000000005"), Path.Combine(_folder, "step-000000005.replaced"));
        using (SavedCheckpoint saved = store.ReadNewest(NullLogger.Instance)!)
        {
            Assert.Equal(5, saved.State.GetProperty("step").GetInt32());
        }

        Write(store, 5);
        Assert.Equal(["step-000000005"], Names());
    }

    /// <summary>What a run that was killed amid writing leaves is no checkpoint, and goes away with the next one.</summary>
    [Fact]
    public void What_is_half_written_is_no_checkpoint()
    {
        var store = new CheckpointStore(_folder, keep: 2);
        Write(store, 5);
        Directory.Move(Path.Combine(_folder, "step-000000005"), Path.Combine(_folder, "step-000000005.tmp"));
        Assert.Null(store.ReadNewest(NullLogger.Instance));
        Write(store, 6);
        Assert.Equal(["step-000000006"], Names());
    }

    [Theory]
    [InlineData(CheckpointStore.StateName)]
    [InlineData(CheckpointStore.TensorsName)]
    [InlineData(CheckpointStore.ChecksumsName)]
    public void A_damaged_one_is_made_good_by_the_one_before(string damaged)
    {
        var store = new CheckpointStore(_folder, keep: 3);
        Write(store, 5);
        Write(store, 6);
        string file = Path.Combine(_folder, "step-000000006", damaged);
        byte[] content = File.ReadAllBytes(file);
        content[content.Length / 2] ^= 4;
        File.WriteAllBytes(file, content);

        var logger = new Warnings();
        using SavedCheckpoint saved = store.ReadNewest(logger)!;
        Assert.Equal(5, saved.State.GetProperty("step").GetInt32());
        Assert.Contains("step-000000006", logger.Messages[^1], StringComparison.Ordinal);
        Assert.EndsWith("the checkpoint before it is used", logger.Messages[^1], StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder, "step-000000005", damaged));
        BadInputException none = Assert.Throws<BadInputException>(() => store.ReadNewest(NullLogger.Instance));
        Assert.Equal("MMOE4201", none.Problems[^1].Code);
    }

    /// <summary>Whatever becomes of the bytes on disk, what is read is what was written, or nothing is.</summary>
    [Fact]
    public void Any_damage_is_found()
    {
        var store = new CheckpointStore(_folder, keep: 1);
        string path = Write(store, 7);
        var whole = Directory.GetFiles(path).Order(StringComparer.Ordinal).ToDictionary(file => file, File.ReadAllBytes);
        Gen.Int[0, 2].Select(Gen.Int[0, 1_000_000], Gen.Int[1, 255], Gen.Bool).Sample(
            (which, at, flip, truncates) =>
            {
                (string file, byte[] content) = whole.ElementAt(which);
                byte[] damaged = [.. content];
                if (truncates)
                {
                    damaged = damaged[..(at % damaged.Length)];
                }
                else
                {
                    damaged[at % damaged.Length] ^= (byte)flip;
                }

                File.WriteAllBytes(file, damaged);
                try
                {
                    using SavedCheckpoint read = SavedCheckpoint.Read(path);

                    // Of the checksums, the case of a digit doesn't matter, nor does the last line's end.
                    Assert.Equal(CheckpointStore.ChecksumsName, Path.GetFileName(file));
                    Assert.Equal([1f, 7f], read.Tensors["values"].data<float>().ToArray());
                }
                catch (BadInputException exception)
                {
                    Assert.Contains(path, exception.Message, StringComparison.Ordinal);
                }
                finally
                {
                    File.WriteAllBytes(file, content);
                }
            },
            threads: 1,
            iter: 400);
    }

    private static string Write(CheckpointStore store, int step)
    {
        using var content = new CheckpointContent(
            new RunPosition(1, step, step, false),
            System.Text.Encoding.UTF8.GetBytes($$"""{ "step": {{step}} }"""),
            [KeyValuePair.Create("values", torch.tensor(new[] { 1f, step }).DetachFromDisposeScope())]);
        string path = store.Write(content);
        store.DeleteOld();
        return path;
    }

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
