using System.Runtime.InteropServices;

namespace MmoePipeline.Host.CommandLine;

/// <summary>
/// What SIGINT and SIGTERM do as long as no command hears them itself: there is nothing to save, so the program ends at once, with the exit
/// code of what was interrupted.
/// </summary>
internal static partial class EarlySignals
{
    private static ImmutableArray<PosixSignalRegistration> _registrations = [];

    /// <summary>From now on they end the program.</summary>
    public static void EndProgram() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End), PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
    ];

    /// <summary>From now on the command that calls this hears them; it has registered for them before.</summary>
    public static void LeaveToCommand()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _registrations = [];
    }

    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
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
