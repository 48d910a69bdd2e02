using System.Globalization;

namespace MmoePipeline.Benchmarks.Measuring;

/// <summary>The memory of this process.</summary>
/// <remarks>Read from <c>/proc</c>; a system without it throws <see cref="PlatformNotSupportedException"/>.</remarks>
internal static class ProcessMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>The pages in memory that no file backs, in bytes: heaps of the runtime and of the C library.</summary>
    public static long Anonymous() => Bytes("RssAnon:");

    /// <summary>The most pages that were in memory at one time since the start, mapped files included, in mebibytes.</summary>
    public static double PeakMebibytes() => Bytes("VmHWM:") / (double)(1 << 20);

    private static long Bytes(string key)
    {
        string line = File.Exists(Status)
            ? File.ReadLines(Status).First(line => line.StartsWith(key, StringComparison.Ordinal))
            : throw new PlatformNotSupportedException("The memory of a process is read from /proc, which this system lacks.");
        return 1024 * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
