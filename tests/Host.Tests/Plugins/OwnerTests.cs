using System.Diagnostics;
using System.Runtime.Versioning;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Whose files are loaded: as OpenSSH judges keys, the user's and root's, in folders that nobody else may change.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnerTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose()
    {
        File.SetUnixFileMode(_place.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _place.Dispose();
    }

    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(0, 1000, true)]
    [InlineData(0, 0, true)]
    [InlineData(65534, 1000, false)]
    [InlineData(1001, 1000, false)]
    [InlineData(1000, 0, false)]
    public void The_user_and_root_are_trusted(uint owner, uint user, bool isTrusted) => Assert.Equal(isTrusted, WriteAccess.IsTrusted(owner, user));

    [RootTheory]
    [InlineData("Faulty/Faulty.dll", "Faulty/Faulty.dll")]
    [InlineData("Faulty/oddlib", "Faulty/oddlib")]
    [InlineData("Faulty", "Faulty")]
    [InlineData(".", ".")]
    [InlineData("..", "..")]
    [InlineData("mmoe.plugins.lock.json", "mmoe.plugins.lock.json")]
    public void What_belongs_to_another_user_is_not_loaded(string given, string named)
    {
        _place.Compile("Faulty", DropInSources.Expert());
        _place.Write("Faulty", "oddlib", [1]);
        PluginLock.Write(_place.Folder, DropInFolder.Read(_place.Folder, UnixGroups.Machine()).SelectMany(dropIn => dropIn.Files));
        Assert.Empty(_place.Load().Failures);
        Give(_place.PathOf(given), "65534");
        string shown = Path.GetRelativePath(".", Path.GetFullPath(_place.PathOf(named)));
        string owner = UnixGroups.Machine().NameOf(65534);
        Assert.Equal(
            ("MMOE3001", true, true),
            (_place.Failure().Code, _place.Failure().Reason.Contains(owner, StringComparison.Ordinal), _place.Failure().Reason.Contains($"chown root {shown}", StringComparison.Ordinal)));
        Assert.DoesNotContain(_place.Load().Plugins, plugin => plugin.Descriptor.Name == "faulty");
        Give(_place.PathOf(given), "0");
        Assert.Empty(_place.Load().Failures);
    }

    /// <summary>Who may rename a folder may put another in its place; in one with the sticky bit only the owner of what is in it may.</summary>
    [Theory]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    public void The_folders_above_count(UnixFileMode more, bool isLoaded)
    {
        _place.Compile("Faulty", DropInSources.Expert());
        File.SetUnixFileMode(_place.Root, File.GetUnixFileMode(_place.Root) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | more);
        PluginRegistry registry = _place.Load();
        Assert.Equal(isLoaded, registry.Plugins.Any(plugin => plugin.Descriptor.Name == "faulty"));
        if (!isLoaded)
        {
            string shown = Path.GetRelativePath(".", _place.Root);
            PluginFailure failure = Assert.Single(registry.Failures);
            Assert.Equal("MMOE3001", failure.Code);
            Assert.EndsWith($"chmod o-w {shown}", failure.Reason, StringComparison.Ordinal);
        }
    }

    /// <summary>Who may write a folder may add a library to it.</summary>
    [Fact]
    public void So_do_the_folders_within()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        string folder = Directory.CreateDirectory(_place.PathOf("Faulty", "runtimes", "linux-x64")).FullName;
        Assert.Empty(_place.Load().Failures);
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        Assert.Equal("MMOE3001", _place.Failure().Code);
        Assert.Contains(Path.GetRelativePath(".", folder), _place.Failure().Reason, StringComparison.Ordinal);
    }

    /// <summary>A pipe in a plugin's folder would keep the program waiting.</summary>
    [Fact]
    public void A_pipe_is_refused()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        Run("mkfifo", _place.PathOf("Faulty", "pipe"));
        Assert.Equal("MMOE3001", _place.Failure().Code);
        Assert.Contains("pipe", _place.Failure().Reason, StringComparison.Ordinal);
    }

    /// <summary>Owner and permissions are the file's, whatever its names: who can't write it by this name can't by the other.</summary>
    [Fact]
    public void A_second_name_is_no_fault()
    {
        string file = _place.Compile("Faulty", DropInSources.Expert());
        Run("ln", file, Path.Combine(_place.Root, "second"));
        Assert.Equal(2u, FileStatus.OfName(file)!.Value.Links);
        Assert.Empty(_place.Load().Failures);
    }

    private static void Give(string path, string owner) => Run("chown", owner, Path.GetFullPath(path));

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
