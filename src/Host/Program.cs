using System.CommandLine;
using MmoePipeline.Host.CommandLine;
using MmoePipeline.Host.Training;

NativeThreads.WaitBriefly();

var root = new RootCommand(
    """
    Trains multi-gate mixture-of-experts models from a configuration file.

    Exit codes: 0 done, 1 the run failed, 2 the input was wrong, 130 interrupted and saved.
    """)
{
    RunCommand.Create(),
    CompareCommand.Create(),
    StudyCommand.Create(),
    ReportCommand.Create(),
    ValidateCommand.Create(),
    PluginsCommand.Create(),
    SchemaCommand.Create(),
};

ParseResult arguments = root.Parse(args);

// Signals are the generic host's: two handlers would race for the end of the process.
int exitCode = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
