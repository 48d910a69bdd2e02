using MmoePipeline.Host.Runs;

namespace MmoePipeline.Host.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-runs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Runs_that_start_in_one_second_get_folders_of_their_own()
    {
        string[] folders = [.. Enumerable.Range(0, 8).AsParallel()
            .Select(_ => RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch).FullPath)];
        Assert.Equal(8, folders.Distinct().Count());
    }

    [Fact]
    public void Who_comes_second_is_told_of_the_first()
    {
        RunFolder folder = RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch);
        using IDisposable first = folder.Own();
        BadInputException exception = Assert.Throws<BadInputException>(folder.Own);
        Assert.StartsWith($"{folder.FullPath}: another process is at work on the run", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_can_t_be_had_is_not_taken_for_another_process()
    {
        RunFolder folder = RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch);
        Directory.CreateDirectory(Path.Combine(folder.Checkpoints, ".lock"));
        BadInputException exception = Assert.Throws<BadInputException>(folder.Own);
        Assert.StartsWith($"{folder.FullPath}: can't be written to: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_where_no_folder_can_be_is_told()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        BadInputException exception = Assert.Throws<BadInputException>(() => RunFolder.Create(file, "a", DateTimeOffset.UnixEpoch));
        Assert.StartsWith($"run.output: no run folder can be made in {file}: ", exception.Message, StringComparison.Ordinal);
    }
}
