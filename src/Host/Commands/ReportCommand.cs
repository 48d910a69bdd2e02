using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe report</c>: writes a run's report again from the files of its folder.</summary>
internal static class ReportCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("report", "Writes a run's report.html again, from the files of its folder.") { run, format };
        command.SetAction(arguments => Write(arguments.GetValue(run)!, arguments.GetValue(format)));
        return command;
    }

    private static int Write(string run, OutputFormat format)
    {
        try
        {
            RunFolder folder = RunFolder.Open(run);
            ReportPage.Write(folder);
            Console.WriteLine(format == OutputFormat.Json
                ? new JsonObject { ["report"] = folder.ReportFile }.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                : Path.GetRelativePath(".", folder.ReportFile));
            return ExitCode.Done;
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProblemList.Write([new Problem(RunFolderCodes.ReportNotWritten, run, exception.Message)]);
            return DiskFull.Is(exception) ? ExitCode.Failed : ExitCode.BadInput;
        }
    }
}
