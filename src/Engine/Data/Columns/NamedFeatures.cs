using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>The named features while a table is read for the first time: they check and learn.</summary>
internal sealed class NamedFeatures
{
    private readonly RunFeatures _features;
    private readonly ImmutableArray<EmbeddingTable> _tables;
    private readonly ImmutableArray<VocabularyLearner?> _vocabularies;
    private readonly List<FeatureFault> _faults = [];
    private ImmutableArray<FeatureLearner> _learners;

    /// <summary>Features with the places of their first columns; those that share vocabularies are in one group, which one thread learns.</summary>
    private readonly ImmutableArray<ImmutableArray<(int Feature, int First)>> _groups;
    private int[] _training = [];

    /// <summary>Makes learners that have seen nothing.</summary>
    /// <param name="features">The features.</param>
    public NamedFeatures(RunFeatures features)
    {
        (_features, _tables) = (features, features.Tables);
        _vocabularies = [.. _tables.Select(table => table.Rows is TableRows.Learnt learnt ? new VocabularyLearner(learnt.Limits) : null)];
        _learners = Learners();
        _groups = Groups();
    }

    /// <summary>The features.</summary>
    public ImmutableArray<IFeature> Features => _features.Named;

    /// <summary>What a source is asked for, feature by feature.</summary>
    public ImmutableArray<ColumnRequest> Columns => [.. Features.SelectMany(feature => feature.Columns)];

    /// <summary>Whether values were forgotten while they were counted, so that another reading has to count them.</summary>
    public bool NeedRecount => _vocabularies.Any(vocabulary => vocabulary?.HasForgotten == true);

    /// <summary>Finds rows that can't be used.</summary>
    /// <param name="columns">The <see cref="Columns"/> of a chunk.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public void Check(ReadOnlySpan<TableColumn> columns, ReadOnlySpan<int> rows, ChunkProblems problems)
    {
        int next = 0;
        foreach (IFeature feature in Features)
        {
            _faults.Clear();
            problems.NextColumn();
            feature.Check([.. columns.Slice(next, feature.Columns.Length)], rows, _faults);
            next += feature.Columns.Length;
            foreach (FeatureFault fault in _faults)
            {
                problems.Add(fault.Row, fault.Column, fault.Code, fault.Reason);
            }
        }
    }

    /// <summary>Learns from those of some rows that are for training.</summary>
    /// <param name="columns">The <see cref="Columns"/> of a chunk.</param>
    /// <param name="rows">The rows of the chunk, none of which has a fault.</param>
    /// <param name="parts">What each of them is for.</param>
    /// <param name="firstRow">The number of the chunk's first row.</param>
    public void Learn(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, ReadOnlySpan<DataSplit> parts, long firstRow)
    {
        if (_training.Length < rows.Length)
        {
            _training = new int[rows.Length];
        }

        int count = 0;
        for (int index = 0; index < rows.Length; index++)
        {
            if (parts[index] == DataSplit.Training)
            {
                _training[count++] = rows[index];
            }
        }

        EachFeature.Do(_groups.Length, group =>
        {
            foreach ((int feature, int first) in _groups[group])
            {
                _learners[feature].Add(columns.Slice(first, Features[feature].Columns.Length), _training.AsSpan(0, count), firstRow);
            }
        });
    }

    /// <summary>Begins to count the values again that are left; all training rows have to be learnt from again.</summary>
    public void BeginRecount()
    {
        foreach (VocabularyLearner? vocabulary in _vocabularies)
        {
            vocabulary?.BeginRecount();
        }

        _learners = Learners();
    }

    /// <summary>What was learnt.</summary>
    public (ImmutableArray<StoredFeature> Features, ImmutableArray<StoredTable> Tables) Learnt() => (
        [.. Features.Zip(_learners, (feature, learner) => new StoredFeature(feature.Name, learner.State))],
        [.. _tables.Zip(_vocabularies, Stored)]);

    /// <summary>How many values of the tables have a row of their own.</summary>
    public IEnumerable<VocabularySize> Sizes() => _tables.Zip(_vocabularies).Where(pair => pair.Second is not null).Select(pair =>
    {
        ImmutableArray<(string Text, long Count)> kept = pair.Second!.Kept();
        return new VocabularySize(
            pair.First.Name, pair.Second.Distinct, pair.Second.HasForgotten, kept.Length, pair.Second.Total - kept.Sum(value => value.Count), pair.Second.Limits.HashBuckets);
    });

    /// <summary>What a person should know of the features' columns, a sentence each.</summary>
    public IEnumerable<string> Remarks() => _learners.SelectMany((learner, feature) => learner.Remarks.Select(remark =>
        $"{remark.Code} {RunFeatures.PathOf(feature)} ({Features[feature].Name}): {remark.Column}: {remark.Text}."));

    private static StoredTable Stored(EmbeddingTable table, VocabularyLearner? vocabulary)
    {
        switch (table.Rows)
        {
            case TableRows.Numbered numbered:
                return new StoredTable(table.Name, numbered.Count, null, 0);
            case TableRows.Listed listed:
                return new StoredTable(table.Name, listed.Values.Length + 1, listed.Values, 0);
            default:
                ImmutableArray<string> values = [.. vocabulary!.Kept().Select(value => value.Text)];
                return new StoredTable(table.Name, values.Length + 1 + vocabulary.Limits.HashBuckets, values, vocabulary.Limits.HashBuckets);
        }
    }

    private ImmutableArray<FeatureLearner> Learners() =>
        [.. Features.Select(feature => feature.CreateLearner([.. feature.Tables.Select(table => _vocabularies[_tables.IndexOf(_tables.First(other => other.Name == table.Name))])]))];

    private ImmutableArray<ImmutableArray<(int Feature, int First)>> Groups()
    {
        var groups = new List<(HashSet<string> Tables, List<(int, int)> Features)>();
        int first = 0;
        foreach ((int index, IFeature feature) in Features.Index())
        {
            var tables = feature.Tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
            (HashSet<string> Tables, List<(int, int)> Features)[] shared = [.. groups.Where(group => group.Tables.Overlaps(tables))];
            groups.RemoveAll(shared.Contains);
            groups.Add(([.. tables, .. shared.SelectMany(group => group.Tables)], [.. shared.SelectMany(group => group.Features), (index, first)]));
            first += feature.Columns.Length;
        }

        return [.. groups.Select(group => group.Features.ToImmutableArray())];
    }
}
