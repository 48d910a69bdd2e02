using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>Drop-ins that are broken or hostile before any of their code runs: each has its reason, and the others are loaded.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileDropInTests : IDisposable
{
    private readonly DropInPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void No_plugins_in_it()
    {
        _place.Compile("Plain", "public sealed class Plain;");
        Refuses("MMOE3013");
    }

    [Fact]
    public void No_catalogue()
    {
        _place.Compile("Faulty", DropInSources.Expert(), withGenerator: false);
        Refuses("MMOE3012", "FaultyExpert");
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("1.0")]
    [InlineData("none")]
    public void Another_version_of_the_contract(string version)
    {
        _place.Compile(
            "Newer",
            $$"""
            [assembly: PluginCatalogue(typeof(Catalogue), "{{version}}")]
            public sealed class Catalogue : IPluginCatalogue
            {
                public Catalogue() => throw new InvalidOperationException("not to be run");
                public ImmutableArray<PluginDescriptor> Plugins => [];
            }
            """,
            withGenerator: false);
        Refuses("MMOE3008", $"version {version} ");
    }

    [Fact]
    public void A_native_image()
    {
        // What is left of a Windows library without any .NET metadata: its headers.
        byte[] image = File.ReadAllBytes(_place.Compile("Native", "public sealed class Plain;"));
        int optionalHeader = BitConverter.ToInt32(image, 0x3c) + 24;
        int directories = optionalHeader + (BitConverter.ToInt16(image, optionalHeader) == 0x20b ? 112 : 96);
        image.AsSpan(directories + (14 * 8), 8).Clear();
        _place.Write("Native", "Native.dll", image);
        Refuses("MMOE3007");
    }

    [Fact]
    public void A_shared_library_of_this_platform()
    {
        string library = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.Native.*").First(file => !file.EndsWith(".a", StringComparison.Ordinal));
        _place.Write("Native", "Native.dll", File.ReadAllBytes(library));
        Refuses("MMOE3007");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_truncated_assembly(double share)
    {
        byte[] whole = File.ReadAllBytes(_place.Compile("Short", DropInSources.Expert()));
        _place.Write("Short", "Short.dll", whole[..(int)(whole.Length * share)]);
        Refuses("MMOE3007");
    }

    [Fact]
    public void Nothing_at_all()
    {
        _place.Write("Empty", "Empty.dll", []);
        Refuses("MMOE3007");
    }

    [Fact]
    public void A_text()
    {
        _place.Write("Text", "Text.dll", "this is no assembly"u8.ToArray());
        Refuses("MMOE3007");
    }

    [Fact]
    public void A_dependency_is_missing()
    {
        string library = DropInPlace.CompileInto(_place.Root, "Library", "namespace Library { public static class Answers { public static int Answer() => 42; } }");
        _place.Compile("Needy", DropInSources.Expert(constructor: "_ = global::Library.Answers.Answer();"), references: library);
        Refuses("MMOE3014", "Library");
        File.Copy(library, _place.PathOf("Needy", "Library.dll"));
        Assert.Empty(_place.Load().Failures);
    }

    [Fact]
    public void A_static_constructor_throws()
    {
        _place.Compile("Thrower", DropInSources.Expert().Replace(
            "public int Count { get; init; } = 2;",
            "public int Count { get; init; } = 2;\n    static FaultyOptions() => throw new InvalidOperationException(\"no licence\");",
            StringComparison.Ordinal));
        Refuses("MMOE3015", "InvalidOperationException: no licence");
    }

    [Fact]
    public void A_name_of_the_programs()
    {
        string file = _place.Compile("Twin", DropInSources.Expert(name: "mlp"));
        string own = Path.GetRelativePath(".", Path.Combine(AppContext.BaseDirectory, "MmoePipeline.Plugins.dll"));
        Refuses("MMOE3016", own);
        Assert.Single(_place.Load().Plugins, plugin => plugin.Descriptor is { Kind: "expert", Name: "mlp" });
    }

    /// <summary>Which of the two is meant must not depend on the order of folders.</summary>
    [Fact]
    public void A_name_of_another_drop_in()
    {
        string first = Path.GetRelativePath(".", _place.Compile("First", DropInSources.Expert()));
        string second = Path.GetRelativePath(".", _place.Compile("Second", DropInSources.Expert()));
        PluginRegistry registry = _place.Load();
        Assert.Equal(
            [
                $"its expert 'faulty', in {first}, has the name of one in {second}; rename or remove one of them",
                $"its expert 'faulty', in {second}, has the name of one in {first}; rename or remove one of them",
            ],
            registry.Failures.Select(failure => failure.Reason));
        Assert.DoesNotContain(registry.Plugins, plugin => plugin.Descriptor.Name == "faulty");
    }

    [Theory]
    [InlineData("Faulty/Faulty.dll", UnixFileMode.OtherWrite, "everyone", "757", "o")]
    [InlineData("Faulty", UnixFileMode.OtherWrite, "everyone", "757", "o")]
    [InlineData(".", UnixFileMode.OtherWrite, "everyone", "757", "o")]
    [InlineData("Faulty/Faulty.dll", UnixFileMode.OtherWrite | UnixFileMode.GroupWrite, "its group and everyone else", "777", "go")]
    public void Others_may_write_it(string path, UnixFileMode more, string who, string mode, string change)
    {
        _place.Compile("Faulty", DropInSources.Expert());
        string file = Path.GetFullPath(_place.PathOf(path));
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | more);
        string shown = Path.GetRelativePath(".", file);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(_place.Folder), new UnixGroups([], []));
        Assert.Equal(
            $"{who} may write {shown} (mode {mode}), and what others may write is not run; chmod {change}-w {shown}",
            Assert.Single(registry.Failures).Reason);
        Assert.DoesNotContain(registry.Plugins, plugin => plugin.Descriptor.Name == "faulty");
    }

    [Fact]
    public void A_link_out_of_the_folder()
    {
        string elsewhere = Path.Combine(_place.Root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        DropInPlace.CompileInto(elsewhere, "Faulty", DropInSources.Expert());
        Directory.CreateSymbolicLink(_place.PathOf("Faulty"), elsewhere);
        Refuses("MMOE3002", elsewhere);
    }

    /// <summary>The first link stays inside of the folder; where it leads to does not.</summary>
    [Fact]
    public void A_link_of_a_file_through_another_link()
    {
        string target = DropInPlace.CompileInto(_place.Root, "Faulty", DropInSources.Expert());
        _place.MakeFolder("Faulty");
        File.CreateSymbolicLink(_place.PathOf("Faulty", "step"), target);
        File.CreateSymbolicLink(_place.PathOf("Faulty", "Faulty.dll"), "step");
        Refuses("MMOE3002", target);
    }

    [Fact]
    public void Links_in_a_circle()
    {
        File.CreateSymbolicLink(_place.PathOf("First.dll"), _place.PathOf("Second.dll"));
        File.CreateSymbolicLink(_place.PathOf("Second.dll"), _place.PathOf("First.dll"));
        Assert.Equal(["MMOE3006", "MMOE3006"], _place.Load().Failures.Select(failure => failure.Code));
    }

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("MmoePipeline.Abstractions")]
    [InlineData("MediatR")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void A_copy_of_the_programs(string name)
    {
        _place.Compile("Faulty", DropInSources.Expert());
        File.Copy(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"), _place.PathOf("Faulty", $"{name}.dll"));
        Refuses("MMOE3009", name);
    }

    [Fact]
    public void A_generic_plugin()
    {
        _place.Compile(
            "Generic",
            """
            namespace Stranger;

            /// <summary>Of whatever.</summary>
            [Plugin("generic")]
            public sealed class GenericExpert<T> : IExpert
            {
                public ExpertBank CreateBank(ExpertContext context) => throw new NotSupportedException();
            }
            """);
        Refuses("MMOE3011", "GenericExpert");
    }

    [Fact]
    public void An_endless_static_constructor()
    {
        const string Ended = "Stranger.Ended";
        _place.Compile("Endless", DropInSources.Expert().Replace(
            "public int Count { get; init; } = 2;",
            $"public int Count {{ get; init; }} = 2;\n    static FaultyOptions() => SpinWait.SpinUntil(() => AppContext.TryGetSwitch(\"{Ended}\", out _), 60_000);",
            StringComparison.Ordinal));
        Problem? reported = null;
        PluginLoader.Load(
            new PluginSources([_place.Folder], TimeSpan.FromMilliseconds(50))
            {
                OnLimitExceeded = problem =>
                {
                    reported ??= problem;
                    AppContext.SetSwitch(Ended, true);
                },
            });
        Assert.Equal("MMOE3017", reported?.Code);
        Assert.Contains("Endless.dll", reported!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_called_otherwise()
    {
        string file = _place.Compile("Faulty", DropInSources.Expert());
        Directory.Move(_place.PathOf("Faulty"), _place.PathOf("faults"));
        Assert.True(File.Exists(file.Replace("plugins/Faulty", "plugins/faults", StringComparison.Ordinal)));
        Refuses("MMOE3013", "Faulty.dll");
    }

    [Fact]
    public void A_damaged_list_of_dependencies()
    {
        _place.Compile("Faulty", DropInSources.Expert());
        _place.Write("Faulty", "Faulty.deps.json", "{"u8.ToArray());
        Refuses("MMOE3006");
    }

    [Fact]
    public void One_failure_hinders_no_other()
    {
        _place.Write("Text", "Text.dll", "this is no assembly"u8.ToArray());
        _place.MakeFolder("Unbuilt");
        _place.Compile("Faulty", DropInSources.Expert());
        PluginRegistry registry = _place.Load();
        Assert.Equal(
            [
                (_place.PathOf("Faulty"), DropInState.Loaded, ""),
                (_place.PathOf("Text"), DropInState.Refused, "MMOE3007"),
                (_place.PathOf("Unbuilt"), DropInState.Nothing, ""),
            ],
            registry.DropIns.Select(result => (result.Place, result.State, result.Code)));
        Assert.Contains(registry.Plugins, plugin => plugin.Descriptor.Name == "faulty");
    }

    /// <summary>One failure is expected, of the code, and its reason names something.</summary>
    private void Refuses(string code, string named = "")
    {
        PluginFailure failure = _place.Failure();
        Assert.Equal(code, failure.Code);
        Assert.Contains(named, failure.Reason, StringComparison.Ordinal);
    }
}
