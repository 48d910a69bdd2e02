using System.Runtime.InteropServices;

namespace MmoePipeline.Host.Runtime;

/// <summary>How the threads that libtorch computes with wait for one another.</summary>
internal static class NativeThreads
{
    private delegate int SetVariable(string name, string value, int overwrite);

    /// <summary>
    /// Lets threads that wait for others give up their processor soon. GNU's OpenMP, which libtorch brings along, spins for
    /// milliseconds by default: where another program wants the processors too, each thread then spins while the one it waits for
    /// is not let on, and a run takes several times as long. A thousand turns cost little where threads run undisturbed (docs/performance.md).
    /// </summary>
    /// <remarks>
    /// To be called before libtorch is loaded, which reads the variable from the process's native environment, the one that
    /// <see cref="Environment"/> doesn't change. What the user has set stays.
    /// </remarks>
    public static void WaitBriefly()
    {
        if (OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "setenv", out nint address))
        {
            Marshal.GetDelegateForFunctionPointer<SetVariable>(address)("GOMP_SPINCOUNT", "1000", 0);
        }
    }
}
