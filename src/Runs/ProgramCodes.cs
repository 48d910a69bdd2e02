namespace MmoePipeline.Runs;

/// <summary>Codes of problems of the program itself.</summary>
internal static class ProgramCodes
{
    /// <summary>The program failed.</summary>
    public const string Failed = "MMOE9001";

    /// <summary>There is too little memory.</summary>
    public const string OutOfMemory = "MMOE9002";

    /// <summary>Reading or writing a file failed.</summary>
    public const string InputOutput = "MMOE9003";

    /// <summary>A limit of the process is too low for the program.</summary>
    public const string LimitTooLow = "MMOE9004";
}
