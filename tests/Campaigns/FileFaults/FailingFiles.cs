using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>The file system layer that fails: a library in C that stands before the system's own.</summary>
internal sealed class FailingFiles
{
    private readonly string _library;

    private FailingFiles(string library) => _library = library;

    /// <summary>Compiles it; <c>cc</c> has to be there.</summary>
    /// <param name="folder">Where to.</param>
    /// <exception cref="InvalidOperationException">It can't be compiled.</exception>
    public static FailingFiles Compile(string folder)
    {
        string library = Path.Combine(folder, "failing_files.so");
        using var compiler = Process.Start(
            "cc", ["-shared", "-fPIC", "-O1", "-Wall", "-o", library, RepositoryFiles.PathOf("tests", "Campaigns", "FileFaults", "failing_files.c")]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? new FailingFiles(library) : throw new InvalidOperationException($"cc ended with {compiler.ExitCode}");
    }

    /// <summary>Begins new records, and gives the variables that put it before a program.</summary>
    /// <param name="folder">The folder whose files it watches.</param>
    /// <param name="records">A folder outside of that, for what it tells.</param>
    /// <param name="fault">What fails; null counts only.</param>
    public IEnumerable<KeyValuePair<string, string>> Prepare(string folder, string records, FileFault? fault)
    {
        Dictionary<string, string> variables = new()
        {
            ["LD_PRELOAD"] = _library,
            ["FAILING_FILES_UNDER"] = folder,
            ["FAILING_FILES_COUNTS"] = CountsFile(records),
            ["FAILING_FILES_LOG"] = LogFile(records),
        };
        if (fault is not null)
        {
            variables["FAILING_FILES_KIND"] = fault.Kind.ToString().ToLowerInvariant();
            variables["FAILING_FILES_AT"] = fault.At.ToString(CultureInfo.InvariantCulture);
            variables["FAILING_FILES_ERROR"] = ((int)fault.Error).ToString(CultureInfo.InvariantCulture);
            variables["FAILING_FILES_LASTING"] = fault.IsLasting ? "1" : "0";
        }

        File.Delete(CountsFile(records));
        File.Delete(LogFile(records));
        return variables;
    }

    /// <summary>How often a program did calls of each kind.</summary>
    public static IReadOnlyDictionary<FileCall, long> Counts(string records)
    {
        byte[] counts = File.ReadAllBytes(CountsFile(records));
        return Enum.GetValues<FileCall>().ToDictionary(kind => kind, kind => BinaryPrimitives.ReadInt64LittleEndian(counts.AsSpan((int)kind * sizeof(long))));
    }

    /// <summary>The files whose calls failed, in their order.</summary>
    public static ImmutableArray<string> Failed(string records) => !File.Exists(LogFile(records)) ? [] :
        [.. File.ReadLines(LogFile(records)).Select(line => line.Split('\t')[^1])];

    private static string CountsFile(string records) => Path.Combine(records, "counts");

    private static string LogFile(string records) => Path.Combine(records, "faults");
}
