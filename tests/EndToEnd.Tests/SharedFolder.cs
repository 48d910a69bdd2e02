using System.Diagnostics;
using System.Globalization;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A folder of all tests of the assembly, for what is made once and only read afterwards; deleted when the process ends.</summary>
internal static class SharedFolder
{
    private const string Prefix = "mmoe-e2e-shared-";

    private static readonly string Folder = Create();

    /// <summary>The encoded columns of all census runs: whichever test is first encodes them.</summary>
    public static string Cache => PathOf("cache");

    /// <summary>The path of a file or folder.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The test host may be ended before it deletes its folder, so those of processes that are gone are deleted first.</summary>
    private static string Create()
    {
        int[] running = [.. Process.GetProcesses().Select(process => process.Id)];
        foreach (string left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(left)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int owner) && !running.Contains(owner))
            {
                Directory.Delete(left, recursive: true);
            }
        }

        string folder = Directory.CreateDirectory(
            Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
