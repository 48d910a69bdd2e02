namespace MmoePipeline.Benchmarks.Measuring;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>The pages in memory that no file backs, in bytes: heaps of the runtime and of the C library.</summary>
    /// <exception cref="PlatformNotSupportedException">The system has no <c>/proc</c>.</exception>
    public static long Anonymous()
    {
        const string Status = "/proc/self/status";
        const string Key = "RssAnon:";
        string line = File.Exists(Status)
            ? File.ReadLines(Status).First(line => line.StartsWith(Key, StringComparison.Ordinal))
            : throw new PlatformNotSupportedException("The memory of a process is read from /proc, which this system lacks.");
        return 1024 * long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }
}
