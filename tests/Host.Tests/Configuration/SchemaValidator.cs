using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>
/// The reference validator of JSON schemas in Python (jsonschema), as a process: no maintained .NET validator of draft 2020-12
/// under a free licence could be restored.
/// </summary>
internal sealed class SchemaValidator : IDisposable
{
    private readonly Process _process;

    public SchemaValidator(string schemaFile)
    {
        string folder = RepositoryFiles.PathOf("tests", "Host.Tests", "Configuration");
        _process = Process.Start(new ProcessStartInfo(Python(), [Path.Combine(folder, "schema_validator.py"), schemaFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>What is wrong with a document; empty where nothing is.</summary>
    public string Validate(JsonNode? document)
    {
        _process.StandardInput.WriteLine(document?.ToJsonString() ?? "null");
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The validator ended.");
        return answer == "valid" ? "" : answer;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The Python that has the package; <c>eng/test-prerequisites.sh</c> brings it.</summary>
    private static string Python() => new[] { "/usr/bin/python3", "python3", "python" }.First(candidate =>
    {
        try
        {
            using Process check = Process.Start(new ProcessStartInfo(candidate, ["-c", "from jsonschema import Draft202012Validator"])
            {
                RedirectStandardError = true,
            })!;
            check.WaitForExit();
            return check.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
