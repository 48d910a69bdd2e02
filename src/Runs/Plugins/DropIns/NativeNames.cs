using System.Runtime.InteropServices;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// Where a native library is looked for within a plugin's folder: next to the assembly, and under <c>runtimes</c> for this platform. A list of
/// dependencies says it, too; a folder that was put together by hand has none.
/// </summary>
internal static class NativeNames
{
    /// <summary>The paths that a name stands for, relative to the plugin's folder, in the order in which they are looked at.</summary>
    /// <param name="name">The name that the code asks for: <c>foo</c>, <c>libfoo.so</c>.</param>
    public static IEnumerable<string> Of(string name) =>
        from folder in Platforms().Select(platform => Path.Combine("runtimes", platform, "native")).Prepend("")
        from file in Files(name)
        select Path.Combine(folder, file);

    /// <summary>This platform, and those that it is one of, from the nearest on.</summary>
    private static IEnumerable<string> Platforms()
    {
        string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string[] all =
        [
            RuntimeInformation.RuntimeIdentifier, $"{system}-{processor}", system,
            .. OperatingSystem.IsWindows() ? Array.Empty<string>() : [$"unix-{processor}", "unix"],
            "any",
        ];
        return all.Distinct();
    }

    private static string[] Files(string name)
    {
        string ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return OperatingSystem.IsWindows() ? [name, $"{name}{ending}"] : [name, $"lib{name}{ending}", $"{name}{ending}", $"lib{name}"];
    }
}
