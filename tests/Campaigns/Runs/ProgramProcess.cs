using System.Diagnostics;
using System.Globalization;

namespace MmoePipeline.Campaigns.Runs;

/// <summary>A process of the real program.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ProgramProcess(Process process)
    {
        _process = process;
        End = process.EndAsync(Limit);
    }

    /// <summary>Its end.</summary>
    /// <exception cref="TimeoutException">It has not come to an end in two minutes, which no run of a campaign takes.</exception>
    public Task<Outcome> End { get; }

    /// <summary>Starts the program.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="environment">Variables of its environment.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProgramProcess Start(string program, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["MMOE_HOME"] = RepositoryFiles.PathOf();
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        return new ProgramProcess(Process.Start(info)!);
    }

    /// <summary>Sends it a signal; nothing happens where it has ended by then.</summary>
    public void Send(Signal signal)
    {
        var info = new ProcessStartInfo(
            "kill", [signal == Signal.Kill ? "-KILL" : "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardError = true };
        using Process kill = Process.Start(info)!;
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
