using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace MmoePipeline.Benchmarks.Reporting;

/// <summary>All figures of a benchmark, and what they were measured on.</summary>
/// <param name="Benchmark">The benchmark's name.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Tables">The figures.</param>
internal sealed record BenchmarkResult(string Benchmark, Machine Machine, ImmutableArray<BenchmarkTable> Tables)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes tables, for a person.</summary>
    public void WriteText(IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{Machine.Processor}, {Machine.Cores} cores, {Machine.System}, {Machine.Runtime}, TorchSharp {Machine.TorchSharp}, {Machine.Threads} threads");
        foreach (BenchmarkTable figures in Tables)
        {
            Table table = new Table().Title(Markup.Escape(figures.Title)).Border(TableBorder.Rounded).AddColumn("");
            foreach (string column in figures.Columns)
            {
                table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned().NoWrap());
            }

            foreach (BenchmarkRow row in figures.Rows)
            {
                table.AddRow([Markup.Escape(row.Name), .. row.Values.Select(Text)]);
            }

            console.Write(table);
        }
    }

    /// <summary>Writes one JSON object and a line end, for scripts.</summary>
    public void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(this, Json));

    private static string Text(double? value) => value switch
    {
        null => "",
        { } number when number == Math.Floor(number) || Math.Abs(number) >= 1000 => number.ToString("N0", CultureInfo.InvariantCulture),
        { } number => number.ToString(Math.Abs(number) < 1 ? "F4" : "F2", CultureInfo.InvariantCulture),
    };
}
