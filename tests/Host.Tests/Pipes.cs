using System.Diagnostics;

namespace MmoePipeline.Host.Tests;

/// <summary>Named pipes, which nobody writes to.</summary>
internal static class Pipes
{
    public static void Make(string path)
    {
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
