using System.Globalization;
using System.IO.Compression;

namespace MmoePipeline.Tests;

/// <summary>
/// A made-up table in the form of the census data, which the repository doesn't contain: as many rows, the columns of <c>configs/census.json</c> in their order,
/// vocabularies of the same sizes, and labels that follow from other columns. Each call gives the same rows.
/// </summary>
internal static class CensusLikeTable
{
    /// <summary>The rows of the census data.</summary>
    public const int RowCount = 99_762;

    /// <summary>The text between two values.</summary>
    public const string Delimiter = ", ";

    private const int AgeColumn = 0;
    private const int EducationColumn = 4;
    private const int MaritalColumn = 7;
    private const int HouseholdColumn = 22;
    private const int WeightColumn = 24;
    private const int WeeksColumn = 39;

    /// <summary>By column: a name of its values and their number, or a number alone for a numeric column, whose values are below it.</summary>
    private static readonly (string Name, int Values)[] Columns =
    [
        ("", 91), ("worker class", 9), ("industry", 52), ("occupation", 47), ("years of school", 17), ("", 9999), ("enrolled in school", 3), ("Married", 6),
        ("branch of industry", 24), ("branch of occupations", 15), ("race group", 5), ("origin group", 10), ("sex", 2), ("union", 3), ("reason for none", 6),
        ("kind of employment time", 8), ("", 99_999), ("", 4608), ("", 99_999), ("status of filing", 6), ("region", 6), ("state", 51),
        ("status in the household and family", 37), ("summary of the household", 8), ("", 18_656), ("change of msa", 10), ("change of region", 9),
        ("move in the region", 10), ("house a year ago", 3), ("belt", 4), ("", 7), ("parents in the home", 5), ("country", 43), ("country", 43), ("country", 43),
        ("citizen by one of the ways there are", 5), ("", 3), ("answer", 3), ("", 3), ("", 53), ("", 2), ("", 0),
    ];

    /// <summary>Columns of amounts, which most people don't have.</summary>
    private static readonly HashSet<int> Amounts = [5, 16, 17, 18];

    /// <summary>The rows as lines of the file.</summary>
    public static IEnumerable<string> Lines()
    {
        // Not for secrets: the same rows each time.
        var random = new Random(20_011);
        for (int row = 0; row < RowCount; row++)
        {
            yield return string.Join(Delimiter, Row(random));
        }
    }

    /// <summary>Writes the first rows to a file, compressed by gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The number of rows.</param>
    public static void Write(string path, int rows = RowCount)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (string line in Lines().Take(rows))
        {
            writer.WriteLine(line);
        }
    }

    private static string[] Row(Random random)
    {
        int[] codes = [.. Columns.Select((column, place) => Draw(random, place, column.Values))];
        string[] row = [.. Columns.Select((column, place) => column.Name.Length == 0 ? Text(codes[place]) : $"{column.Name} {codes[place]}")];
        row[WeightColumn] = string.Create(CultureInfo.InvariantCulture, $"{37.87 + codes[WeightColumn] + (random.Next(100) / 100.0)}");
        double single = (40.0 - codes[AgeColumn]) / 10 + (codes[HouseholdColumn] % 3) - 1;
        double rich = (codes[EducationColumn] / 2.0) + (codes[WeeksColumn] / 13.0) + (codes[AgeColumn] > 25 ? 2 : -4) - 10;
        row[MaritalColumn] = Happens(random, single) ? "Never married" : row[MaritalColumn];
        row[^1] = Happens(random, rich) ? "50000+." : "- 50000.";
        return row;
    }

    /// <summary>Small codes are the common ones, except for ages.</summary>
    private static int Draw(Random random, int column, int values)
    {
        double share = random.NextDouble();
        return column == AgeColumn ? (int)(values * share)
            : Amounts.Contains(column) ? (share < 0.9 ? 0 : (int)(values * (share - 0.9) * 10) / 10 * 10)
            : (int)(values * share * share);
    }

    private static bool Happens(Random random, double logit) => random.NextDouble() < 1 / (1 + Math.Exp(-logit));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
