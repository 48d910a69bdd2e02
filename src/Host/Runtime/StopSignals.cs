using System.Diagnostics;
using System.Runtime.InteropServices;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Runtime;

/// <summary>
/// What SIGINT and SIGTERM do where no command hears them. Before one does there is nothing to save, so the program ends at once, with the exit
/// code of what was interrupted; after one did its work is over, and the program ends with the work's own exit code. A command that hears them
/// and can't act on them, because a disk doesn't answer or a plugin doesn't come back, is not waited for, as long as there is nothing to save;
/// and a second Ctrl-C ends the program whatever there is.
/// </summary>
internal static partial class StopSignals
{
    /// <summary>How long a command with nothing to save may take to end: 5 s are promised.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>A signal that a shell and a program both pass on comes twice at once.</summary>
    private static readonly TimeSpan Repetition = TimeSpan.FromSeconds(1);

    /// <summary>How long the deletion of unfinished files may take.</summary>
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromSeconds(0.5);

    private static readonly Lock Gate = new();
    private static ImmutableArray<PosixSignalRegistration> _registrations = [];
    private static Func<bool>? _isAnythingToSave;
    private static long? _first;

    /// <summary>From now on they end the program.</summary>
    public static void EndProgram() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>From now on the command that calls this hears them; it has registered for them before.</summary>
    /// <param name="isAnythingToSave">Whether the command's end has to be waited for.</param>
    public static void LeaveToCommand(Func<bool> isAnythingToSave)
    {
        lock (Gate)
        {
            _isAnythingToSave = isAnythingToSave;
        }
    }

    private static void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (Gate)
        {
            if (_isAnythingToSave is not { } isAnythingToSave)
            {
                EndAtOnce();
            }
            else if (_first is not { } first)
            {
                _first = Stopwatch.GetTimestamp();
                new Thread(() => EndWithoutAnswer(isAnythingToSave)) { IsBackground = true, Name = "stop signal" }.Start();
            }
            else if (signal.Signal == PosixSignal.SIGINT && Stopwatch.GetElapsedTime(first) > Repetition)
            {
                ProblemList.WriteLines(["ended at once; what was saved before is still there"]);
                EndAtOnce();
            }
        }
    }

    private static void EndWithoutAnswer(Func<bool> isAnythingToSave)
    {
        Thread.Sleep(Patience);
        if (!isAnythingToSave())
        {
            ProblemList.WriteLines(["stopped although something did not answer; there was nothing to save"]);
            EndAtOnce();
        }
    }

    /// <summary>
    /// Not by way of the destructors of native libraries: a thread may be at work in them. Unfinished files are deleted first, unless the disk does
    /// not answer.
    /// </summary>
    private static void EndAtOnce()
    {
        var deletion = new Thread(UnfinishedFiles.Delete) { IsBackground = true, Name = "unfinished files" };
        deletion.Start();
        deletion.Join(DeletionLimit);
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        Exit(ExitCode.Interrupted);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int exitCode);
}
