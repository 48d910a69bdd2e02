using System.Runtime.CompilerServices;

namespace MmoePipeline.Tests;

/// <summary>
/// Compares texts with those under <c>Snapshots</c>, in the file format of Verify: <c>Class.Method#Hint.verified.cs</c>, and
/// <c>.received.</c> beside it where they differ. <c>UPDATE_SNAPSHOTS=1 dotnet test</c> accepts what there is now; not in CI.
/// </summary>
/// <remarks>The one place to change when the project moves to Verify, whose core package could not be restored so far.</remarks>
internal static class Snapshot
{
    /// <summary>Where snapshots are.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFiles.ProjectFolder, "Snapshots");

    /// <summary>Compares texts with what was accepted.</summary>
    /// <param name="texts">A text for each hint with its ending, for instance <c>MMOE001.verified.txt</c>.</param>
    /// <param name="file">The file of the test class.</param>
    /// <param name="test">The test.</param>
    public static void Match(
        IReadOnlyDictionary<string, string> texts, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        string prefix = $"{Path.GetFileNameWithoutExtension(file)}.{test}#";
        Dictionary<string, string> current = texts.ToDictionary(text => prefix + text.Key, text => text.Value.ReplaceLineEndings("\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI accepts no snapshots.");
            Accept(prefix, current);
        }

        string[] accepted = [.. Files(prefix, ".verified.").Select(path => Path.GetFileName(path))];
        Assert.Equal(accepted.Order(StringComparer.Ordinal), current.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string text) in current)
        {
            string path = Path.Combine(Folder, name);
            string expected = File.ReadAllText(path).ReplaceLineEndings("\n");
            if (expected != text)
            {
                File.WriteAllText(path.Replace(".verified.", ".received.", StringComparison.Ordinal), text);
                Assert.Equal(expected, text);
            }
        }
    }

    private static void Accept(string prefix, Dictionary<string, string> current)
    {
        Directory.CreateDirectory(Folder);
        foreach (string stale in Files(prefix, "."))
        {
            File.Delete(stale);
        }

        foreach ((string name, string text) in current)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }

    private static IEnumerable<string> Files(string prefix, string with) => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, prefix + "*").Where(path => Path.GetFileName(path).Contains(with, StringComparison.Ordinal))
        : [];
}
