using System.IO.Compression;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The census data, read without the program.</summary>
internal static class CensusFile
{
    public static string FullPath { get; } = Path.Combine(Mmoe.Repository, "data", "census-income.csv.gz");

    /// <summary>Writes the first rows of the file to another one.</summary>
    public static void WriteFirst(int rows, string path)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (string line in Lines().Take(rows))
        {
            writer.WriteLine(line);
        }
    }

    public static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(FullPath), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
