using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using Npgsql;

namespace PostgreSqlDataSource;

/// <summary>Options of a PostgreSQL source.</summary>
[PluginOptions]
public sealed partial record PostgreSqlOptions
{
    /// <summary>How to connect, for instance Host=db;Database=shop;Username=reader, or env:NAME for the environment variable that holds it.</summary>
    public required Secret Connection { get; init; }

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
            _ = new NpgsqlConnectionStringBuilder(Connection.Reveal());
        }
        catch (ArgumentException)
        {
            // What Npgsql says of it names the key that it doesn't know, which is part of a password that holds ; and =.
            section.Report("connection", "must be a connection string such as Host=db;Database=shop;Username=reader;Password='with ; in quotes'");
        }
    }
}
