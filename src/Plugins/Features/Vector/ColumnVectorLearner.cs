using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Learns how to standardise the components of vectors.</summary>
/// <param name="name">The column's name.</param>
/// <param name="cells">Reads vectors.</param>
/// <param name="isStandardised">Whether components are standardised; otherwise nothing is learnt.</param>
internal sealed class ColumnVectorLearner(string name, VectorCells cells, bool isStandardised) : FeatureLearner
{
    private readonly MissingRows _missing = new(name);
    private readonly ImmutableArray<Moments> _moments = isStandardised ? [.. Enumerable.Range(0, cells.Length).Select(_ => new Moments())] : [];

    /// <inheritdoc/>
    public override JsonElement State => JsonSerializer.SerializeToElement(isStandardised ? ToState() : null);

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => _missing.Remarks;

    /// <summary>Reads a state.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <param name="length">How many numbers a vector has.</param>
    /// <exception cref="JsonException">It is not one.</exception>
    public static ImmutableArray<Standardisation> Read(JsonElement state, int length)
    {
        ImmutableArray<double> means = Numbers("mean");
        return [.. means.Zip(Numbers("deviation"), (mean, deviation) => new Standardisation(mean, deviation).Checked())];

        ImmutableArray<double> Numbers(string key)
        {
            ImmutableArray<double> numbers = [.. state.GetProperty(key).EnumerateArray().Select(number => number.GetDouble())];
            return numbers.Length == length ? numbers : throw new JsonException($"{key} has {numbers.Length} numbers, expected {length}");
        }
    }

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
        double[] vector = new double[cells.Length];
        foreach (int row in rows)
        {
            bool isPresent = cells.Read(columns[0], row, vector) == VectorCell.Present;
            _missing.Add(!isPresent);
            for (int index = 0; isPresent && index < _moments.Length; index++)
            {
                _moments[index].Add(vector[index]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (ColumnVectorLearner)other;
        _missing.Add(learner._missing);
        foreach ((Moments own, Moments others) in _moments.Zip(learner._moments))
        {
            own.Add(others);
        }
    }

    private Dictionary<string, double[]> ToState()
    {
        Standardisation[] learnt = [.. _moments.Select(moments => moments.ToStandardisation())];
        return new() { ["mean"] = [.. learnt.Select(component => component.Mean)], ["deviation"] = [.. learnt.Select(component => component.Deviation)] };
    }
}
