using System.Runtime.InteropServices;

namespace MmoePipeline.Host.CommandLine;

/// <summary>
/// What SIGINT and SIGTERM do where no command hears them. Before one does there is nothing to save, so the program ends at once, with the exit
/// code of what was interrupted; after one did its work is over, and the program ends with the work's own exit code.
/// </summary>
internal static partial class StopSignals
{
    private static ImmutableArray<PosixSignalRegistration> _registrations = [];
    private static volatile bool _isLeftToCommand;

    /// <summary>From now on they end the program.</summary>
    public static void EndProgram() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>From now on the command that calls this hears them; it has registered for them before.</summary>
    public static void LeaveToCommand() => _isLeftToCommand = true;

    private static void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_isLeftToCommand)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        // Not by way of the destructors of native libraries: a thread may be at work in them.
        EndAtOnce(ExitCode.Interrupted);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndAtOnce(int exitCode);
}
