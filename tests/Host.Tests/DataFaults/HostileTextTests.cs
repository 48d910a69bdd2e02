using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Host.Logging;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Reporting;
using MmoePipeline.Reporting.Sections;
using MmoePipeline.Runs.Files;
using Serilog;
using Serilog.Events;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>Names and values from data, wherever a person sees them.</summary>
public sealed class HostileTextTests
{
    private const string Name = "<script>alert(1)</script>\u001b[31m\nrows.csv:1: [red]all is well[/]";
    private const string Visible = "<script>alert(1)</script>\\u001b[31m\\nrows.csv:1: [red]all is well[/]";

    [Fact]
    public async Task The_terminal_shows_what_would_move_its_cursor()
    {
        using var written = new StringWriter();
        IAnsiConsole console = Console(written);
        var progress = new ConsoleProgress(console);
        progress.Loading(Name);
        await progress.Handle(
            new DataEncoded(100, 5, [new RejectedRowCount(Name, 5)], null, [new VocabularySize(Name, 9, false, 4, 7, 0)]), default);
        await progress.Handle(new ProbeAlerted(1, 2, "probe", new MmoePipeline.Probing.ProbeAlert(Name, Name)), default);
        Assert.Equal(
            [
                $"reading {Visible}",
                "left out 5 of 100 rows, 5.00 %, can't be used",
                $"rare    {Visible}: 5 of 9 values, in 7 training rows, share the embedding of unknown values",
                $"  {Visible} {Visible}",
            ],
            written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    [Fact]
    public void Warnings_stay_on_their_line()
    {
        using var written = new StringWriter();
        using (Serilog.Core.Logger logger = new LoggerConfiguration().WriteTo.Sink(new WarningSink(Console(written)), LogEventLevel.Warning).CreateLogger())
        {
            logger.Warning("{Column} has a fault", Name);
        }

        Assert.Equal($"warning {Visible} has a fault", written.ToString().TrimEnd());
    }

    [Fact]
    public void The_report_has_the_figures_of_the_data()
    {
        DataEncodedLine data = JsonSerializer.Deserialize($$"""
            {
              "rows": 200, "badRows": 3, "badRowsByColumn": { {{JsonSerializer.Serialize(Name)}}: 2, "": 1 }, "quarantine": "quarantine.jsonl",
              "vocabularies": [{ "column": "user", "values": 10000000, "estimated": true, "kept": 1000, "rareRows": 77, "hashBuckets": 64 }]
            }
            """, RunFilesJson.Default.DataEncodedLine)!;
        ReportSection section = DataSection.Of(data);
        Assert.Equal(
            "200 rows have a use. 3 of them, 1.50 %, can't be used and were left out; quarantine.jsonl holds them.", section.Text);
        var faults = (FigureTable)section.Figures[0];
        Assert.Equal([Name, "(no column)"], faults.Rows.AsEnumerable());
        Assert.Equal([2, 1], faults.Values.Select(row => row.Single()!.Value));
        var features = (FigureTable)section.Figures[1];
        Assert.Equal([10_000_000, 1000, 77, 64], features.Values.Single().Select(value => value!.Value));
        Assert.DoesNotContain("<script>", JsonSerializer.Serialize(section), StringComparison.Ordinal);
    }

    private static IAnsiConsole Console(StringWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 10_000;
        return console;
    }
}
