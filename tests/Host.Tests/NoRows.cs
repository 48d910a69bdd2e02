namespace MmoePipeline.Host.Tests;

/// <summary>For tests that read a configuration of the census data or of KuaiRand, and none of its rows: the data need not be here.</summary>
internal static class NoRows
{
    /// <summary>The setting that names another file, which is not opened.</summary>
    public const string Set = "data.source.path=rows.csv";

    /// <summary>The text of a configuration with files in place of data sets that need not be here.</summary>
    public static string In(string text) => text
        .Replace("data://census/census-income.csv.gz", "rows.csv", StringComparison.Ordinal).Replace("data://kuairand/", "", StringComparison.Ordinal);
}
