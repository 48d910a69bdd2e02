namespace MmoePipeline.Host.Runtime;

/// <summary>The end of the program where nobody can return to its entry point.</summary>
internal static class ProgramEnd
{
    /// <summary>Reports why, and ends the process with <see cref="ExitCode.Failed"/>.</summary>
    public static void Fail(Problem problem)
    {
        ProblemList.Write([problem]);
        Environment.Exit(ExitCode.Failed);
    }
}
