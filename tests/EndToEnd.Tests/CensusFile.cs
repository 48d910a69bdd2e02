namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The table of the short runs: made up in the form of the census data, which the repository doesn't contain.</summary>
internal static class CensusFile
{
    public static string FullPath { get; } = Create();

    /// <summary>Writes the first rows of the file to another one.</summary>
    public static void WriteFirst(int rows, string path) => CensusLikeTable.Write(path, rows);

    public static IEnumerable<string> Lines() => CensusLikeTable.Lines();

    private static string Create()
    {
        string path = SharedFolder.PathOf("census-income.csv.gz");
        CensusLikeTable.Write(path);
        return path;
    }
}
