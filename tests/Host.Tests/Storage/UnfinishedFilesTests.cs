using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Storage;

/// <summary>What a second Ctrl-C deletes: files that other tests are writing stay out of it, so nothing is deleted here but by name.</summary>
public sealed class UnfinishedFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-unfinished").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_on_the_list_until_it_has_its_name_or_is_given_up()
    {
        string file = Path.Combine(_folder, "a.csv");
        using var pending = new PendingFile(file);
        Assert.Contains(pending.Temporary, UnfinishedFiles.All);
        File.WriteAllText(pending.Temporary, "x");
        pending.Complete(overwrite: false);
        pending.Dispose();
        Assert.DoesNotContain(pending.Temporary, UnfinishedFiles.All);
        var given = new PendingFile(file);
        given.Dispose();
        Assert.DoesNotContain(given.Temporary, UnfinishedFiles.All);
    }

    [Fact]
    public void Files_and_folders_are_deleted_and_what_can_not_be_deleted_is_left()
    {
        string file = Path.Combine(_folder, "a.tmp");
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "b.tmp", "inside")).Parent!.FullName;
        File.WriteAllText(file, "x");
        using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.Delete);
        UnfinishedFiles.Delete([file, folder, Path.Combine(_folder, "nowhere", "c.tmp")]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
