using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>Learns how to standardise the time between two columns, where there are two.</summary>
/// <param name="form">How times are written.</param>
/// <param name="names">The columns' names.</param>
internal sealed class TimeLearner(TimeForm form, ImmutableArray<string> names) : FeatureLearner
{
    private readonly ImmutableArray<MissingRows> _missing = [.. names.Select(name => new MissingRows(name))];
    private readonly Moments _moments = new();

    /// <inheritdoc/>
    public override JsonElement State => JsonSerializer.SerializeToElement(names.Length == 2 ? ToState(_moments.ToStandardisation()) : null);

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => [.. _missing.SelectMany(missing => missing.Remarks)];

    /// <summary>Reads a state.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="JsonException">It is not one.</exception>
    public static Standardisation Read(JsonElement state) =>
        new Standardisation(state.GetProperty("mean").GetDouble(), state.GetProperty("deviation").GetDouble()).Checked();

    /// <summary>The time between two as a number.</summary>
    /// <returns>With d days between them, the sign of d times log(1 + |d|).</returns>
    public static double AgeOf(DateTime time, DateTime since)
    {
        double days = (time - since).TotalDays;
        return Math.CopySign(Math.Log(1 + Math.Abs(days)), days);
    }

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
        ImmutableArray<TimeCells> cells = [.. columns.Select(column => new TimeCells(form, column))];
        foreach (int row in rows)
        {
            TimeCell first = cells[0].At(row);
            _missing[0].Add(first.IsMissing);
            if (cells.Length == 1)
            {
                continue;
            }

            TimeCell second = cells[1].At(row);
            _missing[1].Add(second.IsMissing);
            if (first.Time is { } time && second.Time is { } since)
            {
                _moments.Add(AgeOf(time, since));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (TimeLearner)other;
        _moments.Add(learner._moments);
        foreach ((MissingRows own, MissingRows others) in _missing.Zip(learner._missing))
        {
            own.Add(others);
        }
    }

    private static Dictionary<string, double> ToState(Standardisation learnt) => new() { ["mean"] = learnt.Mean, ["deviation"] = learnt.Deviation };
}
