using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>
/// A lease of Linux on a file: whoever opens the file waits until the lease is given up, for 45 s at most, as on a disk that doesn't answer.
/// </summary>
internal sealed partial class FileLease : IDisposable
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int GetLease = 1025;
    private const int WriteLease = 1;

    // The default signal, SIGIO, would end the test's process; this one does nothing where nobody handles it.
    private const int SigUrg = 23;

    private readonly SafeFileHandle _file;

    /// <summary>Takes the lease.</summary>
    /// <param name="path">A file that nobody has open.</param>
    public FileLease(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        Assert.Equal(0, Control(_file, SetSignal, SigUrg));
        Assert.True(Control(_file, SetLease, WriteLease) == 0, $"no lease: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Whether somebody waits for the file.</summary>
    public bool IsAwaited => Control(_file, GetLease, 0) != WriteLease;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
