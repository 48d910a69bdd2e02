using MmoePipeline.Benchmarks.Measuring;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MmoePipeline.Benchmarks.Reporting;

/// <summary>Draws times over a count, both on logarithmic axes: a cost in proportion is a line at 45 degrees.</summary>
internal static class SweepPlot
{
    /// <summary>Writes an SVG file.</summary>
    /// <param name="path">Where to; folders that lack are made.</param>
    /// <param name="of">What is counted.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="timings">A timing for each count.</param>
    public static void Write(string path, string of, ImmutableArray<int> counts, ImmutableArray<Timing> timings)
    {
        var plot = new PlotModel { Title = $"Training step by {of}", Background = OxyColors.White };
        plot.Legends.Add(new Legend { LegendPosition = LegendPosition.LeftTop });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = of, Base = 2 });
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Title = "ms",
            Base = 2,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
        });
        Add("median", LineStyle.Solid, timing => timing.Median);
        Add("first decile", LineStyle.Dash, timing => timing.P10);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        new SvgExporter { Width = 480, Height = 320 }.Export(plot, file);

        void Add(string title, LineStyle style, Func<Timing, double> time)
        {
            var line = new LineSeries { Title = title, LineStyle = style, Color = OxyColors.SteelBlue, MarkerType = MarkerType.Circle };
            line.Points.AddRange(counts.Zip(timings, (count, timing) => new DataPoint(count, time(timing))));
            plot.Series.Add(line);
        }
    }
}
