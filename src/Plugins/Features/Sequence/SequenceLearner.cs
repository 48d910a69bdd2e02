using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Plugins.Features.Number;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>Learns the values of events, and of targets in the same tables, and the mean and deviation of numbers.</summary>
/// <param name="options">How lists are read.</param>
/// <param name="columns">Which column is what.</param>
/// <param name="vocabularies">The vocabulary of each table.</param>
internal sealed class SequenceLearner(SequenceFeatureOptions options, SequenceColumns columns, ImmutableArray<VocabularyLearner?> vocabularies) : FeatureLearner
{
    private readonly ListLearner _lists = new(
        options.Lists,
        [
            .. options.Columns.Index().Select(column => (column.Item.Column, columns.CategoryIndices.IndexOf(column.Index) is >= 0 and int table ? vocabularies[table] : null)),
            .. columns.TargetTables.Select(table => (columns.Categories[table].Target!, vocabularies[table])),
        ],
        options.Columns.Length);

    private readonly ImmutableArray<Moments> _moments = [.. columns.NumberIndices.Select(_ => new Moments())];

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => _lists.Remarks;

    /// <inheritdoc/>
    public override JsonElement State => JsonSerializer.SerializeToElement(_moments.Select(moments => moments.ToStandardisation()));

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> chunk, ReadOnlySpan<int> rows, long firstRow)
    {
        _lists.Add(chunk, rows, firstRow);
        for (int number = 0; number < _moments.Length; number++)
        {
            TableColumn column = chunk[columns.NumberIndices[number]];
            foreach (int row in rows)
            {
                (int skipped, int used) = options.Lists.RangeOf(column, row);
                var elements = new ListElements(column, row, options.Lists.Separator);
                elements.Skip(skipped);
                for (int element = 0; element < used && elements.MoveNext(); element++)
                {
                    if (!double.IsNaN(elements.Number))
                    {
                        _moments[number].Add(SignedLogarithm.Of(elements.Number));
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (SequenceLearner)other;
        _lists.Merge(learner._lists);
        foreach ((Moments own, Moments others) in _moments.Zip(learner._moments))
        {
            own.Add(others);
        }
    }
}
