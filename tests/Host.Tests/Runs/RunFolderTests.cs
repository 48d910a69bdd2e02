using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Host.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-runs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Runs_that_start_in_one_second_get_folders_of_their_own()
    {
        string[] folders = [.. Enumerable.Range(0, 8).AsParallel()
            .Select(_ => Create().FullPath)];
        Assert.Equal(8, folders.Distinct().Count());
        Assert.Equal(folders.Order(), Directory.GetDirectories(_folder).Order());
    }

    /// <summary>Killed while it is filled, a folder has a temporary name and is no run; filled in vain, it is deleted.</summary>
    [Fact]
    public void A_folder_is_whole_or_not_there()
    {
        string[] whileFilled = [];
        RunFolder folder = RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch, made =>
        {
            whileFilled = Directory.GetDirectories(_folder);
            File.WriteAllText(made.ConfigurationFile, "{}");
        });
        Assert.EndsWith(".tmp", Assert.Single(whileFilled), StringComparison.Ordinal);
        Assert.Equal([folder.FullPath], Directory.GetDirectories(_folder));
        Assert.Equal(folder.FullPath, RunFolder.Open(folder.FullPath).FullPath);
        ProblemAssert.Throws(() => RunFolder.Create(_folder, "b", DateTimeOffset.UnixEpoch, _ => throw new IOException("no")), "MMOE4005 run.output");
        Assert.Equal([folder.FullPath], Directory.GetDirectories(_folder));
    }

    /// <summary>The same moment has one name wherever the clock is: names sort by time, also where daylight saving ends.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(-7)]
    [InlineData(0)]
    public void A_folder_is_named_by_universal_time(int hours)
    {
        var moment = new DateTimeOffset(2026, 10, 25, 0, 30, 5, TimeSpan.Zero);
        RunFolder folder = RunFolder.Create(_folder, $"at{hours}", moment.ToOffset(TimeSpan.FromHours(hours)), _ => { });
        Assert.Equal($"at{hours}-20261025-003005", Path.GetFileName(folder.FullPath));
    }

    [TheoryOn("named pipes", "linux")]
    [InlineData("metrics.jsonl")]
    [InlineData("encoding.json")]
    [InlineData("report.json")]
    public void A_folder_with_a_pipe_for_a_file_is_refused(string name)
    {
        RunFolder folder = RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch, made => File.WriteAllText(made.ConfigurationFile, "{}"));
        string pipe = Path.Combine(folder.FullPath, name);
        File.Delete(pipe);
        Pipes.Make(pipe);
        ProblemAssert.Throws(() => RunFolder.Open(folder.FullPath), $"MMOE4001 {Path.GetRelativePath(".", pipe)}");
    }

    [Fact]
    public void Who_comes_second_is_told_of_the_first()
    {
        RunFolder folder = Create();
        using IDisposable first = folder.Own();
        ProblemAssert.Throws(() => folder.Own(), $"MMOE4007 {folder.FullPath}");
    }

    [Fact]
    public void A_lock_that_can_t_be_had_is_not_taken_for_another_process()
    {
        RunFolder folder = Create();
        Directory.CreateDirectory(Path.Combine(folder.Checkpoints, ".lock"));
        ProblemAssert.Throws(() => folder.Own(), $"MMOE4008 {folder.FullPath}");
    }

    [Fact]
    public void A_place_where_no_folder_can_be_is_told()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        BadInputException exception = ProblemAssert.Throws(() => RunFolder.Create(file, "a", DateTimeOffset.UnixEpoch, _ => { }), "MMOE4005 run.output");
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }

    private RunFolder Create() => RunFolder.Create(_folder, "a", DateTimeOffset.UnixEpoch, _ => { });
}
