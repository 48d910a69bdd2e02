using System.Diagnostics;
using Npgsql;

namespace MmoePipeline.Examples.Tests;

/// <summary>
/// A server of the test's own, on a socket in a temporary folder. PostgreSQL refuses to run as root, so there it runs as the user that its package made.
/// </summary>
public sealed class PostgreSqlServer : IDisposable
{
    private readonly string _programs;
    private readonly string _folder;

    public PostgreSqlServer()
    {
        _programs = Run(RepositoryFiles.PathOf("eng", "test-prerequisites.sh"), "postgresql").Trim();
        _folder = IsRoot
            ? Run("runuser", "-u", "postgres", "--", "mktemp", "-d", Path.Combine(Path.GetTempPath(), "mmoe-postgresql.XXXXXX")).Trim()
            : Directory.CreateTempSubdirectory("mmoe-postgresql").FullName;
        RunAsServer("initdb", "--pgdata", Data, "--username", "reader", "--auth", "trust", "--no-sync", "--locale", "C", "--encoding", "UTF8");
        RunAsServer("pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(_folder, "log"), "--options", $"-k {_folder} -c listen_addresses='' -F");
    }

    public string Connection => $"Host={_folder};Username=reader;Database=postgres;Pooling=false";

    private string Data => Path.Combine(_folder, "data");

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs statements.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Connection);
        connection.Open();
#pragma warning disable CA2100 // The statements are the tests' own.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        RunAsServer("pg_ctl", "stop", "--mode", "immediate", "--pgdata", Data);
        Directory.Delete(_folder, recursive: true);
    }

    private void RunAsServer(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        _ = IsRoot ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    private static string Run(string program, params string[] arguments)
    {
        // A server that goes on would hold a pipe open.
        bool isServer = arguments.Contains("start");
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = !isServer,
            WorkingDirectory = "/tmp",
        })!;
        string output = isServer ? "" : process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
