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
    public void A_place_where_no_folder_can_be_is_told()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        BadInputException exception = Assert.Throws<BadInputException>(() => RunFolder.Create(file, "a", DateTimeOffset.UnixEpoch));
        Assert.StartsWith($"run.output: no run folder can be made in {file}: ", exception.Message, StringComparison.Ordinal);
    }
}
