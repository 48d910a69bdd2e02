using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MmoePipeline.Construction;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe predict</c>: predicts the rows of a table with a run's best epoch.</summary>
internal static class PredictCommand
{
    private const string DefaultOutput = "predictions.csv";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        var input = new Argument<string>("INPUT")
        {
            Description = "The rows: a file, or a data source as JSON, such as { \"type\": \"parquet\", \"path\": \"a.parquet\" }, in place or in a .json file. "
                + "A file of the kind that the run was trained on is read with the run's options.",
        };
        CommonOptions.RefuseOptions(run);
        CommonOptions.RefuseOptions(input);
        var output = new Option<string>("--output")
        {
            Description = "The file of predictions, .csv or .parquet.",
            HelpName = "FILE",
            DefaultValueFactory = _ => DefaultOutput,
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replaces the file if it is there." };
        var keep = new Option<string[]>("--keep")
        {
            Description = "A column of the input that goes into the file as it is, before the predictions. May be given several times.",
            HelpName = "COLUMN",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string[]> set = CommonOptions.Set();
        set.Description = "Puts a value over the run's configuration, of data.source, run.device, training.batchSize, training.forcePrecision or plugins. May be given several times.";
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("predict", "Predicts the rows of a table with the best epoch of a run.")
        {
            run, input, output, overwrite, keep, set, plugins, locked, format,
        };
        command.SetAction((arguments, _) => PredictAsync(
            arguments.GetValue(run)!,
            arguments.GetValue(input)!,
            arguments.GetValue(set) ?? [],
            CommonOptions.ChoiceOf(arguments, plugins, locked),
            arguments.GetValue(format),
            (predictor, cancellation) => predictor.Predict(
                [.. arguments.GetValue(keep) ?? []], arguments.GetValue(output)!, arguments.GetValue(overwrite), cancellation)));
        return command;
    }

    private static async Task<int> PredictAsync(
        string path,
        string input,
        string[] sets,
        PluginChoice dropIns,
        OutputFormat format,
        Func<TablePredictor, CancellationToken, PredictionResult> predict)
    {
        RunFolder folder;
        PredictionPlan plan;
        try
        {
            folder = RunFolder.Open(path);
            plan = PredictionPlan.Read(folder, input, sets, dropIns);
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }

        using IHost host = RunHost.Create(plan.Plan, Terminals.Messages);
        foreach (PluginFailure failure in plan.Plugins.Failures)
        {
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("mmoe").LogWarning("{Failure}", failure);
        }

        await host.StartAsync();
        StopSignals.LeaveToCommand(() => false);
        try
        {
            using var run = TrainedRun.Open(folder);
            PredictionResult result = predict(
                new TablePredictor(run, plan.Plan.Configuration, host.Services.GetRequiredService<PluginActivator>()),
                host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            Write(result, folder.FullPath, format);
            return ExitCode.Done;
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            ProblemList.WriteLines(["stopped; no predictions were written"]);
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            Problem problem = PluginFaults.Describe(exception, plan.Plan);
            ProblemList.Write([problem.Place.Length == 0 ? problem with { Message = $"the prediction failed: {problem.Message}" } : problem]);
            return ExitCode.Failed;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    private static void Write(PredictionResult result, string run, OutputFormat format)
    {
        ProblemList.WriteWarnings(PredictionText.Warnings(result));
        if (format == OutputFormat.Json)
        {
            PredictionText.WriteJson(Console.Out, result, run);
        }
        else
        {
            PredictionText.Write(Console.Out, result, run);
        }
    }
}
