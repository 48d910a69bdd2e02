using System.IO.Compression;
using MmoePipeline.Configuration;

namespace MmoePipeline.Tests;

/// <summary>The census data, where it is on this machine: looked up as the program does.</summary>
internal static class CensusData
{
    /// <summary>The path that configurations name.</summary>
    public const string Name = "data://census/census-income.csv.gz";

    /// <summary>The file; null where it is not here.</summary>
    public static string? File { get; } = DataPath.Find(Name, RepositoryFiles.PathOf());

    /// <summary>The rows; for tests that are skipped without the file.</summary>
    public static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(File!), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Why a test is skipped without the file; null where it is here.</summary>
    public static string? SkipReason { get; } = File is not null
        ? null
        : $"needs the census data: './mmoe data get census' downloads it, or {DataPath.Variable} names the folder that has it";
}
