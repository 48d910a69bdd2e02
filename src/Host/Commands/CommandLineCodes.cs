namespace MmoePipeline.Host.Commands;

/// <summary>Codes of problems of the command line.</summary>
internal static class CommandLineCodes
{
    /// <summary>An argument or an option of a command is wrong.</summary>
    public const string WrongArgument = "MMOE1001";
}
