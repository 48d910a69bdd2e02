namespace MmoePipeline.Host.Runtime;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The run failed.</summary>
    public const int Failed = 1;

    /// <summary>The input was wrong: command line, configuration, data or plugin.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted; a run that had begun has its checkpoint.</summary>
    public const int Interrupted = 130;
}
