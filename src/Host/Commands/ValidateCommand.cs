using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe validate</c>: all that is wrong with a configuration, without a run.</summary>
internal static class ValidateCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> configuration = CommonOptions.Configuration("The configuration file.");
        Option<string[]> set = CommonOptions.Set();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("validate", "Reports all that is wrong with a configuration; trains nothing.")
        {
            configuration, set, plugins, locked, format,
        };
        command.SetAction(arguments => Validate(
            arguments.GetValue(configuration)!,
            arguments.GetValue(set) ?? [],
            CommonOptions.ChoiceOf(arguments, plugins, locked),
            arguments.GetValue(format)));
        return command;
    }

    private static int Validate(string path, string[] sets, PluginChoice dropIns, OutputFormat format)
    {
        var tree = ConfigurationTree.Read(path, sets);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(dropIns, tree));
        RunPlan? plan = new RunPlanReader(registry).Read(tree, out ImmutableArray<ConfigurationProblem> problems);
        ImmutableArray<Problem> ofData = plan is null ? [] : ProblemsOfData(plan);
        if (format == OutputFormat.Json)
        {
            ProblemList.WriteJson(problems, ofData);
        }
        else
        {
            ProblemList.Write([.. problems.Select(problem => problem.ToProblem()), .. ofData]);
        }

        if (problems.IsEmpty && ofData.IsEmpty)
        {
            if (format == OutputFormat.Text)
            {
                Console.WriteLine($"{path}: valid");
            }

            return ExitCode.Done;
        }

        return ExitCode.BadInput;
    }

    /// <summary>What shows without reading rows: files that are not there, columns that the table lacks, parts that don't fit together.</summary>
    private static ImmutableArray<Problem> ProblemsOfData(RunPlan plan)
    {
        using IHost host = RunHost.Create(plan, Terminals.Messages);
        var activator = host.Services.GetRequiredService<PluginActivator>();
        var problems = new List<Problem>();
        Check(() => RunInput.Open(plan.Configuration, activator, CancellationToken.None));
        Check(() => host.Services.GetRequiredService<EventHandlers>());
        Check(() =>
        {
            ImmutableArray<ITask> tasks = [.. plan.Configuration.Tasks.Select(slot => activator.Create(slot))];

            // Two tasks of one name were reported.
            if (tasks.DistinctBy(task => task.Name).Count() == tasks.Length)
            {
                NetworkCheck.Require(plan.Configuration, tasks, activator, host.Services.GetRequiredService<ITrainingClock>());
            }
        });
        return [.. problems.Distinct()];

        void Check(Action check)
        {
            try
            {
                check();
            }
            catch (BadInputException exception)
            {
                problems.AddRange(exception.Problems);
            }
            catch (Exception exception) when (PluginFaults.Find(exception, plan) is not null)
            {
                problems.Add(PluginFaults.Find(exception, plan)!);
            }
        }
    }
}
