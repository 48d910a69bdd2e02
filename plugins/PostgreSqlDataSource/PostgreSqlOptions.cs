using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using Npgsql;

namespace PostgreSqlDataSource;

/// <summary>Options of a PostgreSQL source.</summary>
[PluginOptions]
public sealed partial record PostgreSqlOptions
{
    /// <summary>How to connect, for instance Host=db;Database=shop;Username=reader; the password comes from PGPASSWORD or a pass file.</summary>
    [Required]
    public required string Connection { get; init; }

    /// <summary>A query whose rows are the table.</summary>
    [Required]
    public required string Query { get; init; }

    /// <summary>The columns that tell rows apart: rows are read in their order, so that it is always the same.</summary>
    [MinLength(1)]
    public required ImmutableArray<string> Key { get; init; }

    private void Validate(OptionsSection section)
    {
        try
        {
            if (new NpgsqlConnectionStringBuilder(Connection).Password is { Length: > 0 })
            {
                section.Report("connection", "must hold no password, because a run writes its options down; PGPASSWORD or a pass file gives it");
            }
        }
        catch (ArgumentException exception)
        {
            section.Report("connection", $"must be a connection string: {exception.Message}");
        }
    }
}
