using System.Runtime.Versioning;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Every file of a drop-in, whatever its ending, is in its lock, in the digest of results and in the identity of runs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WholeFolderTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>A library, a native one without an ending, texts in another language, data that the plugin may read, a file deep in the folder.</summary>
    [Theory]
    [InlineData("Helper.dll")]
    [InlineData("oddlib")]
    [InlineData("de/Faulty.resources.dll")]
    [InlineData("weights.bin")]
    [InlineData("runtimes/linux-x64/native/libdeep.so")]
    [InlineData(".hidden")]
    public void A_file(string name)
    {
        _place.Compile("Faulty", DropInSources.Expert());
        Write(name, "first");
        Lock();
        Assert.Empty(_place.Load().Failures);
        string first = Digest();
        Assert.Equal(first, Digest());
        Write(name, "other");
        Refuses($"Faulty/{name} ");
        File.Delete(_place.PathOf("mmoe.plugins.lock.json"));
        Assert.NotEqual(first, Digest());

        // And one that came later.
        Lock();
        Write($"{name}2", "new");
        Refuses($"Faulty/{name}2 ");
        File.Delete(_place.PathOf("Faulty", $"{name}2"));
        File.Delete(_place.PathOf("Faulty", name));
        Refuses($"Faulty/{name} ");
    }

    /// <summary>A project that is built in its place: nothing is loaded from its outputs, and they change with every build.</summary>
    [Fact]
    public void What_a_build_leaves_in_bin_and_obj_is_left_out()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        string first = Digest();
        Write("obj/project.assets.json", "{}");
        Write("bin/Release/Faulty.dll", "");
        Assert.Equal(first, Digest());
        Write("lib/obj/inner", "");
        Assert.NotEqual(first, Digest());
    }

    /// <summary>The folder of another user, or of another machine.</summary>
    [Fact]
    public void The_digest_is_the_same_wherever_the_folder_is()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        string first = Digest();
        using var other = new DropInPlace();
        Directory.Delete(other.Folder);
        Directory.Move(_place.Folder, other.Folder);
        Directory.CreateDirectory(_place.Folder);
        Assert.Equal(first, PluginContents.Digest(Plan(other)));
    }

    /// <summary>What <c>compare</c> and <c>study</c> take for the same run.</summary>
    [Fact]
    public void Another_dependency_is_another_result()
    {
        string helper = DropInPlace.CompileInto(_place.MakeFolder("Faulty"), "Helper", SmallPlugin.Helper(1));
        _place.Compile("Faulty", DropInSources.Expert("output = output * global::Helper.Numbers.Answer();"), references: helper);
        var digest = new RunDigest(_place.Root);
        string first = digest.Of(Plan(_place), "data", 1);
        Assert.Equal(first, digest.Of(Plan(_place), "data", 1));
        DropInPlace.CompileInto(_place.PathOf("Faulty"), "Helper", SmallPlugin.Helper(0));
        Assert.NotEqual(first, digest.Of(Plan(_place), "data", 1));

        // Runs without the plugin are not concerned.
        Assert.Equal(digest.Of(Plan(_place, "mlp"), "data", 1), digest.Of(Plan(_place, "mlp"), "data", 1));
        Assert.Equal("", PluginContents.Digest(Plan(_place, "mlp")));
    }

    [Fact]
    public void So_is_another_version_of_the_kind_that_it_implements()
    {
        string kinds = Kinds("first");
        _place.Compile(
            "Faulty",
            DropInSources.Expert() + "\n/// <summary>Draws.</summary>\n[Plugin(\"all\")]\npublic sealed class All : global::Sampling.ISampler;",
            references: kinds);
        string first = Digest();
        Kinds("second");
        Assert.NotEqual(first, Digest());
    }

    /// <summary>The real program: the run goes on with what it was, or not at all.</summary>
    [Fact]
    public async Task A_run_is_not_resumed_with_another_dependency()
    {
        string helper = DropInPlace.CompileInto(_place.MakeFolder("Faulty"), "Helper", SmallPlugin.Helper(1));
        _place.Compile("Faulty", DropInSources.Expert("output = output * global::Helper.Numbers.Answer();"), references: helper);
        string run = await ProgramProcess.TrainAsync(
            _place.Root, "--plugins", _place.Folder, "--set", "model.experts=[{ \"type\": \"faulty\" }]");
        string[] resume = ["resume", run, "--set", "training.epochs=1", "--plugins", _place.Folder];
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync(resume);
        Assert.True(exitCode == 0, messages);
        DropInPlace.CompileInto(_place.PathOf("Faulty"), "Helper", SmallPlugin.Helper(0));
        (exitCode, _, messages) = await ProgramProcess.RunAsync(resume);
        Assert.Equal(2, exitCode);
        Assert.Matches("MMOE4302 assembly Faulty: .*, files [0-9a-f]{16} at the checkpoint, .*, files [0-9a-f]{16} now", messages);
    }

    /// <summary>What a comparison starts keeps the result of the plugins that the comparison had hashed, or gives none.</summary>
    [Fact]
    public async Task A_run_of_a_series_is_refused_where_its_plugins_were_changed_since()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        string file = Path.Combine(_place.Root, "small.json");
        await File.WriteAllTextAsync(file, FunnelConfiguration.Text);
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync(
            "run", file, "--plugins", _place.Folder, "--set", "model.experts=[{ \"type\": \"faulty\" }]", "--expected-plugins", new string('0', 64));
        Assert.Equal(2, exitCode);
        Assert.Contains("MMOE3018 ", messages, StringComparison.Ordinal);
    }

    private string Kinds(string text) => _place.Compile(
        "Sampling",
        $$"""
        namespace Sampling;

        /// <summary>Draws rows.</summary>
        [PluginKind("sampler")]
        public interface ISampler;

        public static class Version { public const string Text = "{{text}}"; }
        """);

    private void Write(string name, string text)
    {
        string path = _place.PathOf("Faulty", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Lock() =>
        PluginLock.Write(_place.Folder, DropInFolder.Read(_place.Folder, UnixGroups.Machine(), LockUse.None).SelectMany(dropIn => dropIn.Files));

    private string Digest() => PluginContents.Digest(Plan(_place));

    private static RunPlan Plan(DropInPlace place, string expert = "faulty")
    {
        string file = Path.Combine(place.Root, "config.json");
        File.WriteAllText(file, FunnelConfiguration.Text);
        string[] sets = expert == "faulty" ? ["model.experts=[{ \"type\": \"faulty\" }]"] : [];
        RunPlan? plan = new RunPlanReader(place.Load()).Read(file, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        return plan!;
    }

    private void Refuses(string file)
    {
        PluginFailure failure = _place.Failure();
        Assert.Equal("MMOE3003", failure.Code);
        Assert.StartsWith(file, failure.Reason, StringComparison.Ordinal);
    }
}
