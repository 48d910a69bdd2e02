using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>The code that runs is the code that was hashed: what happens to a drop-in's files after the program started has no effect, or is refused.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HashedCodeTests : IDisposable
{
    private readonly DropInPlace _place = new();

    /// <summary>A library of every machine with .NET that needs the C library only.</summary>
    private static string AnyNativeLibrary => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so");

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_dependency_that_is_replaced_after_the_start_has_no_effect()
    {
        string helper = WithHelper(42);
        PluginRegistry registry = _place.Load();
        DropInPlace.CompileInto(Path.GetDirectoryName(helper)!, "Helper", SmallPlugin.Helper(666));
        Assert.Equal("42", Said(registry));
        Assert.Equal("666", Said(_place.Load()));
    }

    [Fact]
    public void A_dependency_that_is_deleted_after_the_start_is_still_loaded()
    {
        string helper = WithHelper(42);
        PluginRegistry registry = _place.Load();
        File.Delete(helper);
        Assert.Equal("42", Said(registry));
    }

    /// <summary>By hand: without a list of dependencies, and with names of all forms.</summary>
    [Theory]
    [InlineData("oddlib", "oddlib")]
    [InlineData("oddlib", "liboddlib.so")]
    [InlineData("oddlib", "runtimes/linux-x64/native/liboddlib.so")]
    [InlineData("liboddlib.so", "runtimes/linux/native/liboddlib.so")]
    public void A_native_library_is_found_and_loaded_from_a_private_copy(string name, string file)
    {
        if (RuntimeInformation.RuntimeIdentifier != "linux-x64")
        {
            file = file.Replace("linux-x64", RuntimeInformation.RuntimeIdentifier, StringComparison.Ordinal);
        }

        WithNative(name, file);
        Assert.Equal("loaded", Said(_place.Load()));
        string[] mapped = [.. File.ReadLines("/proc/self/maps").Where(line => line.EndsWith(file, StringComparison.Ordinal))];
        Assert.Contains(mapped, line => line.Contains("/mmoe-native-", StringComparison.Ordinal));
        Assert.DoesNotContain(mapped, line => line.Contains(_place.Folder, StringComparison.Ordinal));
    }

    [Fact]
    public void The_private_copy_is_the_users_alone()
    {
        WithNative("oddlib", "oddlib-of-mode");
        _place.Compile("Speaker", SmallPlugin.Saying(SmallPlugin.Loading("oddlib-of-mode")));
        Assert.Equal("loaded", Said(_place.Load()));
        string file = File.ReadLines("/proc/self/maps").First(line => line.EndsWith("oddlib-of-mode", StringComparison.Ordinal));
        string folder = file[file.IndexOf('/', StringComparison.Ordinal)..].Split("/files/")[0];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    /// <summary>A process that was killed leaves its copy, and lets go of its lock.</summary>
    [Fact]
    public void A_copy_that_a_killed_process_left_is_deleted()
    {
        string left = Directory.CreateTempSubdirectory("mmoe-native-").FullName;
        string used = Directory.CreateTempSubdirectory("mmoe-native-").FullName;
        File.WriteAllText(Path.Combine(left, ".lock"), "");
        using (FileLock.Take(Path.Combine(used, ".lock")))
        {
            WithNative("oddlib", "oddlib");
            Assert.Equal("loaded", Said(_place.Load()));
            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(used));
        }

        Directory.Delete(used, recursive: true);
    }

    [Fact]
    public void A_native_library_that_is_replaced_after_the_start_is_refused()
    {
        string file = WithNative("oddlib", "oddlib");
        PluginRegistry registry = _place.Load();
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file), 0]);
        Assert.Equal(nameof(FileLoadException), Said(registry));
    }

    /// <summary>The runtime would look for it next to the assembly, had it been loaded from its file.</summary>
    [Theory]
    [InlineData("oddlib")]
    [InlineData("liboddlib.so")]
    public void A_native_library_that_is_added_after_the_start_is_not_found(string file)
    {
        _place.Compile("Speaker", SmallPlugin.Saying(SmallPlugin.Loading("oddlib")));
        PluginRegistry registry = _place.Load();
        _place.Write("Speaker", file, File.ReadAllBytes(AnyNativeLibrary));
        Assert.Equal("not found", Said(registry));
    }

    [Fact]
    public void Symbols_next_to_an_assembly_are_hashed_and_used()
    {
        string file = _place.Compile("Speaker", SmallPlugin.Saying("\"here\""));
        File.WriteAllBytes(Path.ChangeExtension(file, ".pdb"), [1, 2, 3]);
        Assert.Equal("here", Said(_place.Load()));
        Assert.Contains(Drop().Files, hashed => hashed.Path.EndsWith("Speaker.pdb", StringComparison.Ordinal));
    }

    private DropIn Drop() => DropInFolder.Read(_place.Folder, UnixGroups.Machine()).Single();

    private string WithHelper(int number)
    {
        string helper = DropInPlace.CompileInto(_place.MakeFolder("Speaker"), "Helper", SmallPlugin.Helper(number));
        _place.Compile("Speaker", SmallPlugin.Saying("global::Helper.Numbers.Answer().ToString()"), references: helper);
        return helper;
    }

    private string WithNative(string name, string file)
    {
        _place.Compile("Speaker", SmallPlugin.Saying(SmallPlugin.Loading(name)));
        string path = _place.PathOf("Speaker", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, File.ReadAllBytes(AnyNativeLibrary));
        return path;
    }

    private static string? Said(PluginRegistry registry)
    {
        Assert.Empty(registry.Failures);
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        return registry.Plugins.Single(plugin => plugin.Descriptor.Name == "speaker").Descriptor.Create(null, null, services).ToString();
    }
}
