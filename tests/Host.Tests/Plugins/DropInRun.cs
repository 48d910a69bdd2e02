using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>A small run of a configuration with drop-ins, in this process: 105 steps an epoch.</summary>
/// <param name="Failure">What it was stopped by; null where it came to its end.</param>
/// <param name="Messages">What it told beside.</param>
/// <param name="Folder">The folder that it left; null where it left none.</param>
[UnsupportedOSPlatform("windows")]
internal sealed record DropInRun(Exception? Failure, string Messages, string? Folder)
{
    /// <summary>What is wrong with the configuration: code and path of each problem.</summary>
    public static string[] Problems(DropInPlace place, params string[] sets)
    {
        string[] problems = ProblemsOf(place, sets);
        Assert.NotEmpty(problems);
        return problems;
    }

    /// <summary>What is wrong with the configuration, if anything is.</summary>
    public static string[] ProblemsOf(DropInPlace place, params string[] sets)
    {
        Plan(place, sets, out ImmutableArray<ConfigurationProblem> problems);
        return [.. problems.Select(problem => $"{problem.Code} {problem.Path}")];
    }

    /// <summary>Does the run.</summary>
    public static async Task<DropInRun> OfAsync(DropInPlace place, params string[] sets)
    {
        RunPlan? plan = Plan(place, sets, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        using var messages = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(messages),
        });
        console.Profile.Width = 10_000;
        Exception? failure;
        using (IHost host = RunHost.Create(plan!, console))
        {
            failure = await Record.ExceptionAsync(() => host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(plan!, null, default));
        }

        string runs = Path.Combine(place.Root, "runs");
        return new DropInRun(failure, messages.ToString(), Directory.Exists(runs) ? Directory.GetDirectories(runs).Single() : null);
    }

    /// <summary>The lines of messages that are warnings, without their first word.</summary>
    public string[] Warnings =>
        [.. Messages.Split('\n').Where(line => line.StartsWith("warning ", StringComparison.Ordinal)).Select(line => line["warning ".Length..])];

    /// <summary>A file of the run folder.</summary>
    public string File(params string[] parts) => Path.Combine([Folder!, .. parts]);

    private static RunPlan? Plan(DropInPlace place, string[] sets, out ImmutableArray<ConfigurationProblem> problems)
    {
        string file = Path.Combine(place.Root, "config.json");
        System.IO.File.WriteAllText(file, FunnelConfiguration.Text);
        return new RunPlanReader(place.Load()).Read(file, sets, out problems);
    }
}
