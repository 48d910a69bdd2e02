using System.Reflection;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>What drop-ins bring, what they share, and where they are looked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PluginLoaderTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>A library that is on many machines, in two versions that are years apart; each plugin calls the one that it was built with.</summary>
    [Fact]
    public void Two_plugins_bring_two_versions_of_a_library()
    {
        Bring("Older", "older", "2.8.26");
        Bring("Newer", "newer", "2.14.1");
        PluginRegistry registry = _place.Load();
        Assert.Empty(registry.Failures);
        Assert.Equal("2.8.0.0 people", Said(registry, "older"));
        Assert.Equal("2.14.0.0 people", Said(registry, "newer"));
    }

    /// <summary>No compiled assembly of the contract refers to the loggers' types; plugins are given them all the same.</summary>
    [Fact]
    public void Services_of_the_host_are_of_the_hosts_types()
    {
        _place.Compile(
            "Talker",
            """
            namespace Stranger;

            /// <summary>Talks.</summary>
            [Plugin("talker")]
            public sealed class Talker(Microsoft.Extensions.Logging.ILogger<Talker> logger) : IExpert
            {
                public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException();
                public override string ToString() => logger.GetType().Name;
            }
            """);
        Assert.Equal("Logger`1", Said(_place.Load(), "talker"));
        Assert.Contains("Microsoft.Extensions.Logging.Abstractions", SharedAssemblies.NotToBeCopied);
        Assert.Contains("TorchSharp", SharedAssemblies.NotToBeCopied);
        Assert.DoesNotContain("System.Runtime", SharedAssemblies.NotToBeCopied);
        Assert.DoesNotContain("Serilog", SharedAssemblies.Contract);
    }

    [Fact]
    public void An_assembly_needs_no_folder()
    {
        DropInPlace.CompileInto(_place.Folder, "Alone", DropInSources.Expert());
        DropInPlace.CompileInto(_place.Folder, "Library", "public sealed class Plain;");
        Assert.Equal(
            [(_place.PathOf("Alone.dll"), DropInState.Loaded), (_place.PathOf("Library.dll"), DropInState.Nothing)],
            _place.Load().DropIns.Select(result => (result.Place, result.State)));
    }

    /// <summary>A kind that one stranger declares and another implements: both mean one type, although a copy lies beside the second.</summary>
    [Fact]
    public void A_drop_in_declares_a_kind_and_others_implement_it()
    {
        string kinds = _place.Compile(
            "Sampling",
            """
            namespace Sampling;

            /// <summary>Draws rows.</summary>
            [PluginKind("sampler")]
            public interface ISampler;

            /// <summary>Options.</summary>
            [PluginOptions]
            public sealed partial record SamplingOptions
            {
                /// <summary>Which rows.</summary>
                public required PluginSlot<ISampler> Sampler { get; init; }
            }

            /// <summary>An expert that samples.</summary>
            [Plugin("sampling")]
            public sealed class SamplingExpert(SamplingOptions options) : IExpert
            {
                public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException();
                public override string ToString() => options.Sampler.Plugin.Name;
            }
            """);
        string second = _place.Compile(
            "Halves",
            """
            namespace Halves;

            /// <summary>Every second row.</summary>
            [Plugin("halves")]
            public sealed class HalvesSampler : Sampling.ISampler;
            """,
            references: kinds);
        File.Copy(kinds, Path.Combine(Path.GetDirectoryName(second)!, "Sampling.dll"));
        Assert.Empty(DropInRun.ProblemsOf(_place, """model.experts.0={ "type": "sampling", "sampler": { "type": "halves" } }"""));
        Assert.Equal(
            ["MMOE1112 model.experts.0.sampler.type"],
            DropInRun.Problems(_place, """model.experts.0={ "type": "sampling", "sampler": { "type": "thirds" } }"""));
    }

    [Fact]
    public void A_configuration_names_further_folders()
    {
        string more = Path.Combine(_place.Root, "more");
        string folder = Directory.CreateDirectory(Path.Combine(more, "Faulty")).FullName;
        File.SetUnixFileMode(more, File.GetUnixFileMode(_place.Folder));
        File.SetUnixFileMode(folder, File.GetUnixFileMode(_place.Folder));
        DropInPlace.CompileInto(folder, "Faulty", DropInSources.Expert());
        string file = Path.Combine(_place.Root, "config.json");
        File.WriteAllText(file, """{ "plugins": { "folders": ["more"], "constructionLimit": "00:00:07" } }""");
        var sources = PluginSources.Of(new PluginChoice([_place.Folder]), ConfigurationTree.Read(file, []));
        Assert.Equal([_place.Folder, more], sources.Folders.AsEnumerable());
        Assert.Equal(7, sources.ConstructionLimit.TotalSeconds);
        Assert.Contains(PluginLoader.Load(sources).Plugins, plugin => plugin.Descriptor.Name == "faulty");

        // What --set says is over what the file says, before anything is loaded; what is wrong is told with the rest.
        Assert.Equal([_place.Folder], PluginSources.Of(new PluginChoice([_place.Folder]), ConfigurationTree.Read(file, ["plugins.folders=[]"])).Folders.AsEnumerable());
        Assert.Equal([_place.Folder], PluginSources.Of(new PluginChoice([_place.Folder]), ConfigurationTree.Read(file, ["plugins.folders=3"])).Folders.AsEnumerable());
        Assert.Contains(
            "MMOE1114 plugins.folders",
            DropInRun.Problems(_place, $"plugins.folders=[\"{_place.Root}/none\"]"));
    }

    [Fact]
    public void Only_what_was_locked_is_loaded()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        _place.Compile("Other", DropInSources.Expert(name: "other"));
        PluginLock.Write(_place.Folder, DropInFolder.Read(_place.Folder, UnixGroups.Machine()).SelectMany(dropIn => dropIn.Files));
        Assert.Empty(_place.Load().Failures);

        // Changed, new and gone.
        string before = HashStart(_place.PathOf("Faulty", "Faulty.dll"));
        _place.Compile("Faulty", DropInSources.Expert("output = output * 2;"));
        Assert.Equal("MMOE3003", _place.Failure().Code);
        Assert.Contains(HashStart(_place.PathOf("Faulty", "Faulty.dll")), _place.Failure().Reason, StringComparison.Ordinal);
        Assert.Contains(before, _place.Failure().Reason, StringComparison.Ordinal);
        Directory.Delete(_place.PathOf("Faulty"), recursive: true);
        Assert.Equal("MMOE3003", _place.Failure().Code);
        Assert.StartsWith("Faulty/Faulty.dll ", _place.Failure().Reason, StringComparison.Ordinal);
        string added = _place.Write("Other", "Library.dll", "MZ"u8.ToArray());
        PluginFailure unlocked = _place.Load().Failures.Single(failure => failure.Place == _place.PathOf("Other"));
        Assert.Equal("MMOE3003", unlocked.Code);
        Assert.StartsWith($"Other/Library.dll (SHA-256 {HashStart(added)}", unlocked.Reason, StringComparison.Ordinal);

        File.WriteAllText(_place.PathOf("mmoe.plugins.lock.json"), "[]");
        Assert.Equal("MMOE3006", _place.Failure().Code);
    }

    [Theory]
    [InlineData("ada:x:1000:1000::/:", "ada:x:1000:", true)]
    [InlineData("ada:x:1000:1000::/:", "ada:x:1000:ada", true)]
    [InlineData("ada:x:1000:1000::/:", "ada:x:1000:ada,bob", false)]
    [InlineData("ada:x:1000:1000::/:|bob:x:1001:1000::/:", "ada:x:1000:", false)]
    [InlineData("bob:x:1001:1000::/:", "ada:x:1000:", false)]
    [InlineData("ada:x:1000:100::/:", "staff:x:1000:ada", false)]
    [InlineData("ada:x:1000:1000::/:", "", false)]
    [InlineData("", "", false)]
    public void A_group_is_the_owners_where_nobody_else_is_in_it(string users, string groups, bool isOwners) =>
        Assert.Equal(isOwners, new UnixGroups([.. users.Split('|')], [.. groups.Split('|')]).IsOwners(1000, 1000));

    private static string HashStart(string file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))[..12];

    private static string? Said(PluginRegistry registry, string name)
    {
        using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
        return registry.Plugins.Single(plugin => plugin.Descriptor.Name == name).Descriptor.Create(null, null, services).ToString();
    }

    private void Bring(string assembly, string name, string version)
    {
        string packages = typeof(PluginLoaderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "PackagesFolder").Value!;
        string library = Path.Combine(packages, "humanizer.core", version, "lib", "netstandard2.0", "Humanizer.dll");
        _place.Compile(
            assembly,
            $$"""
            namespace {{assembly}};

            /// <summary>Counts people.</summary>
            [Plugin("{{name}}")]
            public sealed class People : IExpert
            {
                public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException();
                public override string ToString() =>
                    $"{typeof(Humanizer.InflectorExtensions).Assembly.GetName().Version} {Humanizer.InflectorExtensions.Pluralize("person")}";
            }
            """,
            references: library);
        File.Copy(library, _place.PathOf(assembly, "Humanizer.dll"));
        File.SetUnixFileMode(_place.PathOf(assembly, "Humanizer.dll"), File.GetUnixFileMode(_place.PathOf(assembly, $"{assembly}.dll")));
    }
}
