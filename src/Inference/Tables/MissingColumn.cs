using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Inference.Tables;

/// <summary>Columns that a configuration names and a table lacks.</summary>
internal static class MissingColumn
{
    /// <summary>A column that the table lacks.</summary>
    /// <param name="column">The column.</param>
    /// <param name="path">Where a person named it.</param>
    /// <param name="there">The table's columns.</param>
    /// <param name="table">What a person knows the table by.</param>
    public static IEnumerable<Problem> Describe(string column, string path, ImmutableArray<string> there, string table)
    {
        if (!there.Contains(column))
        {
            string hint = NearestName.Find(column, there) is { } near
                ? $"did you mean '{near}'?{(near.Equals(column, StringComparison.OrdinalIgnoreCase) ? " Upper and lower case differ." : "")}"
                : $"its columns are {string.Join(", ", there)}.";
            yield return new Problem(DataCodes.NoSuchColumn, path, $"{table} has no column '{column}'; {hint}");
        }
    }
}
