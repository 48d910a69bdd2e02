using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using MmoePipeline.Host.Tests.Plugins;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Runs;

/// <summary>A run folder with links in it, as an archive may bring them: nothing is written through them, and nothing outside of the folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunFolderLinkTests : IDisposable
{
    private const string Precious = "precious\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-links").FullName;

    private string Victim => Path.Combine(_folder, "victim");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The real program: every file and folder of a run that is not finished is a link once.</summary>
    [Fact]
    public async Task Resume_writes_nothing_through_links()
    {
        string run = await ProgramProcess.TrainAsync(_folder);
        ProgramProcess.Unfinish(run);
        Directory.CreateDirectory(Victim);
        foreach (string name in new[] { "metrics.jsonl", "log.txt", "checkpoints", "tensorboard", "checkpoints/best.safetensors", "checkpoints/.lock" })
        {
            string path = Path.Combine(run, name);
            string target = Path.Combine(Victim, Path.GetFileName(name));
            Move(path, target);
            Link(path, target);
            string before = Listing(Victim);
            (int exitCode, _, string messages) = await ProgramProcess.RunAsync("resume", run);
            Assert.Contains($"{path} is a link to {target}", messages, StringComparison.Ordinal);
            Assert.Equal(2, exitCode);
            Assert.Equal(before, Listing(Victim));
            File.Delete(path);
            Move(target, path);
        }

        // A second name of a file that is written in place.
        HardLink(Path.Combine(run, "metrics.jsonl"), Path.Combine(Victim, "second"));
        string second = Listing(Victim);
        (int code, _, string said) = await ProgramProcess.RunAsync("resume", run);
        Assert.Equal((2, second), (code, Listing(Victim)));
        Assert.Contains("metrics.jsonl is a file with 2 names", said, StringComparison.Ordinal);
        File.Delete(Path.Combine(Victim, "second"));

        // As it was, it is taken up again.
        (code, _, said) = await ProgramProcess.RunAsync("resume", run);
        Assert.True(code == 0, said);
    }

    /// <summary>The identity of the run is checked before anything is written; and a cache that only the run folder names is not written to.</summary>
    [Fact]
    public async Task Resume_makes_no_folder_that_the_run_folder_names()
    {
        string run = await ProgramProcess.TrainAsync(_folder);
        ProgramProcess.Unfinish(run);
        string cache = Path.Combine(Victim, "cache");
        ProgramProcess.Edit(run, "data", "cache", JsonValue.Create(cache));
        string before = Listing(run);
        (int exitCode, _, _) = await ProgramProcess.RunAsync("resume", run);
        Assert.Equal((2, before), (exitCode, Listing(run)));
        Assert.False(Path.Exists(Victim));
        (exitCode, _, _) = await ProgramProcess.RunAsync("resume", run, "--force");
        Assert.Equal(0, exitCode);
        Assert.False(Path.Exists(Victim));

        // A new run of the same configuration: neither its cache nor its output.
        ProgramProcess.Edit(run, "run", "output", JsonValue.Create(Victim));
        (exitCode, _, string messages) = await ProgramProcess.RunAsync("run", Path.Combine(run, "config.json"));
        Assert.Equal(2, exitCode);
        Assert.Contains("run.output: is ", messages, StringComparison.Ordinal);
        Assert.False(Path.Exists(Victim));
        (exitCode, _, messages) = await ProgramProcess.RunAsync(
            "run", Path.Combine(run, "config.json"), "--set", $"run.output={Victim}/runs", "--set", $"data.cache={cache}");
        Assert.True(exitCode == 0, messages);
        Assert.Single(Directory.GetFiles(cache));
        Assert.Single(Directory.GetDirectories(Path.Combine(Victim, "runs")));
    }

    [Fact]
    public async Task Report_replaces_a_link_and_leaves_what_it_leads_to()
    {
        string run = await ProgramProcess.TrainAsync(_folder);
        File.WriteAllText(Victim, Precious);
        File.Delete(Path.Combine(run, "report.html"));
        Link(Path.Combine(run, "report.html"), Victim);
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync("report", run);
        Assert.True(exitCode == 0, messages);
        Assert.Equal(Precious, await File.ReadAllTextAsync(Victim));
        Assert.Null(new FileInfo(Path.Combine(run, "report.html")).LinkTarget);
    }

    /// <summary>Where a link took a file's place after the folder was looked at.</summary>
    [Theory]
    [InlineData(FileMode.Open)]
    [InlineData(FileMode.OpenOrCreate)]
    public void A_file_that_is_written_in_place_is_not_opened_through_a_link(FileMode mode)
    {
        File.WriteAllText(Victim, Precious);
        string path = Path.Combine(_folder, "metrics.jsonl");
        Link(path, Victim);
        Assert.Throws<IOException>(() => OwnFile.Open(path, mode, FileAccess.Write, FileShare.Read));
        Assert.Throws<IOException>(() => FileLock.Take(path));
        File.Delete(path);
        Link(path, Path.Combine(_folder, "nowhere"));
        Assert.Throws<IOException>(() => OwnFile.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read));
        Assert.False(File.Exists(Path.Combine(_folder, "nowhere")));
        File.Delete(path);
        HardLink(Victim, path);
        Assert.Throws<IOException>(() => OwnFile.Open(path, mode, FileAccess.Write, FileShare.Read));
        Assert.Equal(Precious, File.ReadAllText(Victim));
    }

    /// <summary>A backup that shares unchanged files: those that are replaced by new ones may be among them.</summary>
    [Fact]
    public void Second_names_of_files_that_are_replaced_are_no_fault()
    {
        string run = Directory.CreateDirectory(Path.Combine(_folder, "run", "checkpoints")).Parent!.FullName;
        File.WriteAllText(Path.Combine(run, "checkpoints", "best.safetensors"), "");
        HardLink(Path.Combine(run, "checkpoints", "best.safetensors"), Victim);
        Assert.Empty(RunFolderContents.Refusals(run));
        File.WriteAllText(Path.Combine(run, "log.txt"), "");
        HardLink(Path.Combine(run, "log.txt"), Path.Combine(_folder, "log"));
        Assert.Single(RunFolderContents.Refusals(run));
    }

    private static void Link(string path, string target)
    {
        if (Directory.Exists(target))
        {
            Directory.CreateSymbolicLink(path, target);
        }
        else
        {
            File.CreateSymbolicLink(path, target);
        }
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    private static void HardLink(string file, string name)
    {
        using Process process = Process.Start("ln", [file, name]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>All files below a folder with their bytes.</summary>
    private static string Listing(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));
}
