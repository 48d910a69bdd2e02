using System.CommandLine;
using System.CommandLine.Invocation;
using MmoePipeline;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Plugins;

Terminals.TolerateLostMessages();
StopSignals.EndProgram();
NativeThreads.WaitBriefly();
NativeMemory.KeepFreedPages();
RunGuard.Watch();

var root = new RootCommand(
    """
    Trains multi-gate mixture-of-experts models from a configuration file.

    Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted and saved.
    """)
{
    RunCommand.Create(),
    ResumeCommand.Create(),
    CompareCommand.Create(),
    StudyCommand.Create(),
    ReportCommand.Create(),
    PredictCommand.Create(),
    ValidateCommand.Create(),
    DataCommand.Create(),
    PluginsCommand.Create(),
    SchemaCommand.Create(),
};

ParseResult arguments = root.Parse(args);

// Signals are the generic host's, once it has started: two handlers would race for the end of the process.
try
{
    if (arguments.Action is ParseErrorAction)
    {
        ProblemList.Write(ArgumentProblems.From(arguments));
        ProblemList.WriteLines(["--help lists commands, arguments and options."]);
        return ExitCode.BadInput;
    }

    int exitCode = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return arguments.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
}
catch (BadInputException exception)
{
    ProblemList.Write(exception.Problems);
    return ExitCode.BadInput;
}
catch (Exception exception)
{
    // Nothing gets here that was foreseen.
    string message = exception.Message.ReplaceLineEndings(" ");
    string reason = MemoryShortage.Describe(exception)
        ?? (exception is IOException or UnauthorizedAccessException ? message : $"{exception.GetType().Name}: {message}");
    ProblemList.Write([new Problem(PluginFaults.Code(exception), "", $"the program failed: {reason}")]);
    return ExitCode.Failed;
}
