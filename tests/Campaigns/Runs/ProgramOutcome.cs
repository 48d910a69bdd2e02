namespace MmoePipeline.Campaigns.Runs;

/// <summary>How the program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Messages">What it wrote to standard error.</param>
internal sealed record ProgramOutcome(int ExitCode, string Output, string Messages);
