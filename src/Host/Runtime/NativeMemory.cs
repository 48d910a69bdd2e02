using System.Runtime.InteropServices;

namespace MmoePipeline.Host.Runtime;

/// <summary>How the C library keeps memory that libtorch frees.</summary>
internal static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    private delegate int SetAllocatorOption(int option, int value);

    /// <summary>
    /// Keeps freed memory in the process. A training step frees all of its tensors at its end, and allocates the same ones
    /// again in the next: by default glibc gives the pages back each time, and the kernel clears them again, page by page,
    /// which takes up to a fifth of a step. Other C libraries have no such option and stay as they are.
    /// </summary>
    public static void KeepFreedPages()
    {
        if (!OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad("libc.so.6", out nint library)
            || !NativeLibrary.TryGetExport(library, "mallopt", out nint address))
        {
            return;
        }

        // 32 MiB is the largest threshold that glibc takes: what is larger is mapped, and unmapped when freed.
        SetAllocatorOption set = Marshal.GetDelegateForFunctionPointer<SetAllocatorOption>(address);
        set(MapThreshold, 32 << 20);
        set(TrimThreshold, int.MaxValue);
        set(TopPad, 64 << 20);
    }
}
