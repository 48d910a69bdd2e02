using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>Options of a query over files.</summary>
[PluginOptions]
public sealed partial record QueryDataSourceOptions
{
    /// <summary>The tables that the SQL can name.</summary>
    [MinLength(1)]
    public required ImmutableArray<QueryTableOptions> Tables { get; init; }

    /// <summary>One SELECT statement of DuckDB's SQL, which reads the tables by their names.</summary>
    [MinLength(1)]
    public required string Sql { get; init; }

    /// <summary>Columns of the result by which its rows are ordered. No two rows have the same values in all of them.</summary>
    [MinLength(1)]
    public required ImmutableArray<string> Key { get; init; }

    private void Validate(OptionsSection section)
    {
        foreach (string twice in Tables.GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            section.Report("tables", $"\"{twice}\" is the name of two tables; expected a name of its own for each, in upper or lower case");
        }

        foreach (string twice in Key.GroupBy(column => column, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            section.Report("key", $"\"{twice}\" is named twice; expected each column once");
        }
    }
}
