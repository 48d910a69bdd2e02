using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies;
using MmoePipeline.Experiments.Studies.Pages;
using MmoePipeline.Host.Logging;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;
using Spectre.Console;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe study</c>: runs studies, and tells which of their claims hold.</summary>
internal static class StudyCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Studies: names of built-in ones, or files. Without one, all built-in studies.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        CommonOptions.RefuseOptions(names);
        names.CompletionSources.Add(_ => new StudyList(ProgramHome.BuiltInStudies).BuiltIn.Select(file => Path.GetFileNameWithoutExtension(file)));
        var quick = new Option<bool>("--quick") { Description = "The shorter form: fewer seeds, shorter runs; more claims stay undecided." };
        Option<int> jobs = CommonOptions.Jobs();
        var output = new Option<string>("--output")
        {
            Description = "The folder of runs, pages and results. What is finished in it is not run again.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => ProgramHome.Studies,
        };
        var list = new Option<bool>("--list") { Description = "Lists the studies; runs nothing." };
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        var command = new Command("study", "Runs studies: variants of a run, and claims that their runs decide.")
        {
            names, quick, jobs, output, plugins, locked, list,
        };
        command.SetAction((arguments, _) => Interruptible.RunAsync(async cancellation =>
        {
            ImmutableArray<string> files = new StudyList(ProgramHome.BuiltInStudies).Files(arguments.GetValue(names) ?? []);
            PluginChoice choice = CommonOptions.ChoiceOf(arguments, plugins, locked);
            using ILoggerFactory logging = TerminalLogging.Create(Terminals.Messages);
            PluginRegistry registry = PluginLoader.Load(PluginSources.Of(choice, [.. files.SelectMany(file => StudyFile.Configurations(file))]));
            ProblemList.WriteWarnings(registry.Failures.Select(failure => failure.ToProblem()));
            var reader = new StudyFile(registry, logging);
            if (arguments.GetValue(list))
            {
                WriteList(Read(file => (reader.ReadForList(file, out ImmutableArray<ConfigurationProblem> found), found), files));
                return ExitCode.Done;
            }

            ImmutableArray<Study> studies = Read(file => (reader.Read(file, out ImmutableArray<ConfigurationProblem> found), found), files);

            var series = new RunSeries(registry, choice, new RunProcess(ProgramHome.Assembly), logging, Terminals.Messages.Profile.Out.Writer);
            return await RunAsync(
                new StudyRunner(registry, logging, series),
                studies,
                arguments.GetValue(quick),
                arguments.GetValue(jobs),
                Path.GetFullPath(arguments.GetValue(output)!),
                cancellation);
        }));
        return command;
    }

    /// <summary>Reads all before the first is run.</summary>
    private static ImmutableArray<Study> Read(
        Func<string, (Study? Study, ImmutableArray<ConfigurationProblem> Problems)> read, ImmutableArray<string> files)
    {
        var problems = new List<ConfigurationProblem>();
        var studies = ImmutableArray.CreateBuilder<Study>();
        foreach (string file in files)
        {
            (Study? study, ImmutableArray<ConfigurationProblem> found) = read(file);
            problems.AddRange(found);
            if (study is not null)
            {
                studies.Add(study);
            }
        }

        return problems.Count == 0 ? studies.ToImmutable() : throw new BadInputException([.. problems.Select(problem => problem.ToProblem()).Distinct()]);
    }

    private static async Task<int> RunAsync(
        StudyRunner runner, ImmutableArray<Study> studies, bool isQuick, int jobs, string folder, CancellationToken cancellation)
    {
        int exitCode = ExitCode.Done;
        foreach (Study study in studies)
        {
            await Terminals.Messages.Profile.Out.Writer.WriteLineAsync($"{study.Name}: {study.Options.Title}");
            StudyResult result = await runner.RunAsync(study, isQuick, jobs, folder, cancellation);
            string place = Path.Combine(folder, isQuick ? $"{study.Name}-quick" : study.Name);
            Directory.CreateDirectory(place);
            StudyJson.Write(result, Path.Combine(place, "study.json"));
            StudyPage.Write(result, Path.Combine(place, "study.html"));
            StudyTable.Write(Terminals.Results, result);
            Console.WriteLine($"{Path.GetRelativePath(".", Path.Combine(place, "study.html"))}\n");
            exitCode = Math.Max(exitCode, result.Failures.Select(failure => Code(failure.Run)).DefaultIfEmpty(ExitCode.Done).Max());
        }

        return exitCode;
    }

    private static int Code(FailedRun run) => run.ExitCode == ExitCode.BadInput ? ExitCode.BadInput : ExitCode.Failed;

    private static void WriteList(ImmutableArray<Study> studies)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("study").AddColumn("title")
            .AddColumn(new TableColumn("claims").RightAligned()).AddColumn(new TableColumn("runs").RightAligned())
            .AddColumn(new TableColumn("quick").RightAligned());
        foreach (Study study in studies)
        {
            int variants = study.Options.Variants.Length;
            table.AddRow(
                Markup.Escape(study.Name),
                Markup.Escape(study.Options.Title),
                Number(study.Options.Claims.Length),
                Number(variants * study.Options.Seeds),
                Number(variants * study.Options.Quick.Seeds));
        }

        Terminals.Results.Write(table);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
