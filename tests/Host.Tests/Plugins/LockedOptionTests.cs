using System.Runtime.Versioning;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary><c>--locked</c>: no plugin runs that is not locked.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LockedOptionTests : IDisposable
{
    private readonly DropInPlace _place = new();

    private string Marker => Path.Combine(_place.Root, "marker");

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_folder_without_a_lock_is_refused()
    {
        _place.Compile("Faulty", DropInSources.Expert() + SmallPlugin.Arrival(Marker));
        DropInPlace.CompileInto(_place.Folder, "Alone", DropInSources.Expert(name: "alone") + SmallPlugin.Arrival(Marker));
        PluginSources sources = PluginSources.Of(new PluginChoice([_place.Folder]) { IsLocked = true });
        PluginRegistry registry = PluginLoader.Load(sources);
        Assert.Equal(2, registry.Failures.Length);
        Assert.All(registry.Failures, failure => Assert.Equal("MMOE3004", failure.Code));
        Assert.False(File.Exists(Marker));

        PluginLock.Write(_place.Folder, DropInFolder.Read(_place.Folder, UnixGroups.Machine()).SelectMany(dropIn => dropIn.Files));
        Assert.Empty(PluginLoader.Load(sources).Failures);
        Assert.True(File.Exists(Marker));
    }

    /// <summary>Two folders, one of which is locked: the other has no say.</summary>
    [Fact]
    public void Each_folder_needs_its_own()
    {
        using var second = new DropInPlace();
        _place.Compile("Faulty", DropInSources.Expert());
        second.Compile("Other", DropInSources.Expert(name: "other"));
        PluginLock.Write(_place.Folder, DropInFolder.Read(_place.Folder, UnixGroups.Machine()).SelectMany(dropIn => dropIn.Files));
        var choice = new PluginChoice([_place.Folder, second.Folder]);
        Assert.Empty(PluginLoader.Load(PluginSources.Of(choice)).Failures);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(choice with { IsLocked = true }));
        Assert.Equal([second.PathOf("Other")], registry.Failures.Select(failure => failure.Place));
        Assert.Contains(registry.Plugins, plugin => plugin.Descriptor.Name == "faulty");
        Assert.DoesNotContain(registry.Plugins, plugin => plugin.Descriptor.Name == "other");
    }

    /// <summary>Each command that runs plugins, with one whose options are needed: refused, and nothing of it has run.</summary>
    [Theory]
    [InlineData("validate", "CONFIG")]
    [InlineData("run", "CONFIG")]
    [InlineData("compare", "CONFIG", "OTHER")]
    public async Task Each_command_has_it(params string[] command)
    {
        _place.Compile("Faulty", DropInSources.Expert() + SmallPlugin.Arrival(Marker));
        string text = FunnelConfiguration.Text.Replace("""{ "type": "mlp", "count": 2, "hidden": [4] }""", """{ "type": "faulty" }""", StringComparison.Ordinal);
        foreach (string name in new[] { "CONFIG", "OTHER" })
        {
            await File.WriteAllTextAsync(Path.Combine(_place.Root, name), text);
        }

        string[] arguments = [command[0], .. command[1..].Select(name => Path.Combine(_place.Root, name)), "--plugins", _place.Folder, "--locked"];
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains("with --locked only what is locked is run", messages, StringComparison.Ordinal);
        Assert.False(File.Exists(Marker));
    }

    /// <summary>The option itself, where a run or a study would be needed to see more.</summary>
    [Theory]
    [InlineData("predict")]
    [InlineData("resume")]
    [InlineData("study")]
    public async Task So_have_the_others(string command)
    {
        (int exitCode, string output, _) = await ProgramProcess.RunAsync(command, "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--locked", output, StringComparison.Ordinal);
    }

    /// <summary>The runs that a comparison or a study starts go by the same rules.</summary>
    [Fact]
    public void It_is_passed_on() => Assert.Equal(
        ["--plugins", "a", "--plugins", "b", "--locked"], new PluginChoice(["a", "b"]) { IsLocked = true }.Arguments);
}
