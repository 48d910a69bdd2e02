using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MmoePipeline.Runs;

namespace MmoePipeline.Host.Runtime;

/// <summary>
/// Limits of the process under which the runtime or libtorch would fail with words that lead astray: looked at before any other assembly is
/// loaded.
/// </summary>
internal static partial class ResourceLimits
{
    /// <summary>The program's assemblies and libraries are about 170 open files.</summary>
    private const ulong LeastFiles = 256;

    /// <summary>The runtime and libtorch reserve up to 4 GiB of addresses, most of which they never use.</summary>
    private const ulong LeastAddresses = 4UL << 30;

    private const int AddressSpace = 9;
    private const int OpenFiles = 7;

    /// <summary>Raises the limit of open files as far as that is allowed, and ends the program where a limit is too low.</summary>
#pragma warning disable CA2255 // Nothing later comes before the assemblies that the entry point names.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Require()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        if (Limit(OpenFiles) is { Soft: < LeastFiles } files)
        {
            var raised = new Bounds(Math.Min(LeastFiles, files.Hard), files.Hard);
            if (raised.Soft < LeastFiles || SetLimit(OpenFiles, in raised) != 0)
            {
                End($"no more than {files.Soft.ToString(CultureInfo.InvariantCulture)} files may be open (ulimit -n); the program needs {LeastFiles}");
            }
        }

        if (Limit(AddressSpace) is { Soft: < LeastAddresses } addresses)
        {
            End($"the process may have no more than {addresses.Soft >> 20} MiB of addresses (ulimit -v); .NET and libtorch reserve up to {LeastAddresses >> 20} MiB, and "
                + "use a fraction of it. To limit the memory that is used, limit the control group's");
        }
    }

    private static Bounds? Limit(int resource) => GetLimit(resource, out Bounds bounds) == 0 ? bounds : null;

    private static void End(string message)
    {
        try
        {
            Console.Error.WriteLine($"{ProgramCodes.LimitTooLow} {message}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exit code says that something was wrong.
        }

        Environment.Exit(ExitCode.BadInput);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Bounds bounds);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Bounds bounds);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Bounds(ulong Soft, ulong Hard);
}
