using System.Text;
using System.Text.Json;

namespace MmoePipeline.Examples.Tests;

/// <summary>A run on the rows of a query, whose connection string, with a password, is in the configuration file as it is.</summary>
public sealed class PostgreSqlRun : IAsyncLifetime, IDisposable
{
    /// <summary>What nobody is to see.</summary>
    public const string Password = "open-sesame";

    /// <summary>The variable by which the resolved configuration asks for the connection string.</summary>
    public const string Variable = "MMOE__data__source__connection";

    private readonly PostgreSqlServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-postgresql-run").FullName;

    /// <summary>The rows' query.</summary>
    public static string Query => "SELECT id, price, shop, bought FROM visits";

    /// <summary>The connection string.</summary>
    public string Connection => $"{_server.Connection};Password={Password}";

    /// <summary>The run folder.</summary>
    public string Run { get; private set; } = "";

    /// <summary>What the run wrote to standard output.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What the run wrote to standard error.</summary>
    public string Messages { get; private set; } = "";

    /// <summary>A file or folder of the test's own.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a configuration.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="connection">What it says of the connection.</param>
    /// <param name="more">More keys of the source.</param>
    /// <returns>The file.</returns>
    public string Configuration(string name, string connection, string more = "")
    {
        string file = PathOf(name);
        File.WriteAllText(
            file,
            $$"""
            {
              "run": { "name": "visits", "output": "runs", "predictions": true },
              "data": {
                "source": { "type": "postgresql", "connection": {{JsonSerializer.Serialize(connection)}}, "query": "{{Query}}", "key": ["id"]{{more}} },
                "split": { "type": "modulo", "modulus": 10, "train": "0-6", "validation": "7", "test": "8-9" },
                "features": { "numeric": ["price"], "categorical": ["shop"], "embeddingDimension": 2 },
                "cache": "cache"
              },
              "tasks": [{ "name": "bought", "type": "binary", "label": "bought", "positive": "true" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }], "tower": { "hidden": [4] } },
              "loss": { "type": "fixed" },
              "training": { "epochs": 2, "batchSize": 64, "optimizer": { "type": "adam", "learningRate": 0.01 } }
            }
            """);
        return file;
    }

    /// <summary>The files beneath a folder that hold the password, in any of the ways that a text is stored.</summary>
    public static string[] FilesWithPassword(string folder)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(Password), Encoding.Unicode.GetBytes(Password), Encoding.BigEndianUnicode.GetBytes(Password)];
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return [.. files.Where(file => forms.Any(form => File.ReadAllBytes(file).AsSpan().IndexOf(form) >= 0))];
    }

    public async Task InitializeAsync()
    {
        _server.Execute(
            """
            CREATE TABLE visits AS
            SELECT i AS id, (i * 37 % 101) / 10.0 AS price, 'shop ' || i % 7 AS shop, (i * 37 % 101 + i % 7 * 9) > 70 AS bought
            FROM generate_series(1, 1000) AS i;
            """);
        (int exitCode, Output, Messages) = await Mmoe.RunAsync(null, "run", Configuration("visits.json", Connection));
        Assert.True(exitCode == 0, Messages);
        Run = Directory.GetDirectories(PathOf("runs")).Single();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
