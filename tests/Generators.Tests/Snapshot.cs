using System.Runtime.CompilerServices;

namespace MmoePipeline.Generators.Tests;

/// <summary>
/// Compares generated files with those under <c>Snapshots</c>, in the file format of Verify.
/// <c>UPDATE_SNAPSHOTS=1 dotnet test</c> accepts what is generated now.
/// </summary>
internal static class Snapshot
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.ProjectFolder, "Snapshots");

    /// <summary>Compares one file for each generated source with what was accepted.</summary>
    public static void Match(GeneratorOutcome outcome, string testClass, [CallerMemberName] string test = "")
    {
        string prefix = $"{testClass}.{test}#";
        Dictionary<string, string> generated = outcome.Sources.ToDictionary(
            source => $"{prefix}{source.HintName.Replace(".g.cs", "", StringComparison.Ordinal)}.verified.cs",
            source => $"//HintName: {source.HintName}\n{source.Text}");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Update(prefix, generated);
        }

        string[] accepted = [.. Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, prefix + "*").Select(file => Path.GetFileName(file))
            : []];
        Assert.Equal(generated.Keys.Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
        foreach ((string name, string text) in generated)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Folder, name)), text);
        }
    }

    private static void Update(string prefix, Dictionary<string, string> generated)
    {
        Directory.CreateDirectory(Folder);
        foreach (string stale in Directory.EnumerateFiles(Folder, prefix + "*"))
        {
            File.Delete(stale);
        }

        foreach ((string name, string text) in generated)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }
}
