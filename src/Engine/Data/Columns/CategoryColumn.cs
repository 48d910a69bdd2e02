using System.Runtime.InteropServices;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Events;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>
/// A categorical feature while the table is read: each row's value as a hash, and how often the values are there among the training
/// rows. Memory has a limit, however many different values there are.
/// </summary>
/// <param name="limits">Which values get an embedding of their own.</param>
/// <remarks>
/// Counting with a limit is lossy counting (Manku and Motwani, VLDB 2002): a value that is forgotten may come back, so only values
/// rarer than what was forgotten in all can be missed. Those that are left at the end are counted anew, and exactly.
/// </remarks>
internal sealed class CategoryColumn(VocabularyLimits limits)
{
    private readonly CellHashes _hashes = new();
    private readonly Dictionary<ulong, int> _candidateOfHash = [];
    private readonly List<(string Text, ulong Hash)> _candidates = [];
    private readonly List<long> _counts = [];
    private readonly DistinctCounter _distinct = new();
    private readonly UnknownExamples _examples = new();
    private bool _hasForgotten;
    private long _trainingRows;

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="parts">What each of them is for.</param>
    /// <param name="hashes">Gets the hash of each row's text.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, ReadOnlySpan<DataSplit> parts, Span<ulong> hashes)
    {
        _hashes.Read(column, rows, hashes);
        for (int index = 0; index < rows.Length; index++)
        {
            if (parts[index] != DataSplit.Training)
            {
                if (!_candidateOfHash.ContainsKey(hashes[index]))
                {
                    _examples.Add(hashes[index], column.TextAt(rows[index]) ?? "", _candidateOfHash.ContainsKey);
                }

                continue;
            }

            _trainingRows++;
            if (!_candidateOfHash.TryGetValue(hashes[index], out int candidate))
            {
                candidate = New(hashes[index], column.TextAt(rows[index]) ?? "");
            }

            CollectionsMarshal.AsSpan(_counts)[candidate]++;
        }
    }

    /// <summary>The values that get an embedding of their own.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="hashes">The hashes of all rows, block by block, which are looked at where counts are not exact.</param>
    /// <param name="parts">What the rows are for.</param>
    /// <returns>
    /// The values, their number, and how many of as many rows as there are for training would have another value if they came from the same
    /// distribution: by Good and Turing, those of the training rows whose value is not in the vocabulary, or as rare as is just allowed (Good,
    /// The population frequencies of species and the estimation of population parameters, Biometrika 1953).
    /// </returns>
    public (ColumnVocabulary Vocabulary, VocabularySize Size, long ExpectedUnknown) Vocabulary(
        string name, IEnumerable<ReadOnlyMemory<ulong>> hashes, IEnumerable<ReadOnlyMemory<DataSplit>> parts)
    {
        if (_hasForgotten)
        {
            CountAnew(hashes, parts);
        }

        (string Text, long Count)[] kept =
        [
            .. _candidates.Zip(_counts, (candidate, count) => (candidate.Text, count))
                .Where(value => value.count >= limits.MinimumFrequency)
                .OrderByDescending(value => value.count)
                .ThenBy(value => value.Text, StringComparer.Ordinal)
                .Take(limits.MaximumValues),
        ];
        return (
            new ColumnVocabulary(name, [.. kept.Select(value => value.Text).Order(StringComparer.Ordinal)], limits.HashBuckets),
            new VocabularySize(
                name,
                _hasForgotten ? Math.Clamp(_distinct.Count(), _candidates.Count, _trainingRows) : _candidates.Count,
                _hasForgotten,
                kept.Length,
                _trainingRows - kept.Sum(value => value.Count),
                limits.HashBuckets),
            _trainingRows - kept.Where(value => value.Count > limits.MinimumFrequency).Sum(value => value.Count));
    }

    /// <summary>Some values of validation and test rows that are not in a vocabulary.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    public IEnumerable<string> Examples(ColumnVocabulary vocabulary)
    {
        var codes = new VocabularyCodes(vocabulary);
        return _examples.Of(hash => codes.IsKnown(hash));
    }

    private int New(ulong hash, string text)
    {
        if (_candidates.Count >= limits.Candidates)
        {
            ForgetRarest();
        }

        _distinct.Add(hash);
        _candidateOfHash.Add(hash, _candidates.Count);
        _candidates.Add((text, hash));
        _counts.Add(0);
        return _candidates.Count - 1;
    }

    /// <summary>Forgets half of the candidates, and all that are as rare as one of these.</summary>
    private void ForgetRarest()
    {
        long[] counts = [.. _counts];
        Array.Sort(counts);
        long limit = counts[counts.Length / 2];
        int kept = 0;
        for (int candidate = 0; candidate < _candidates.Count; candidate++)
        {
            if (_counts[candidate] > limit)
            {
                (_candidates[kept], _counts[kept]) = (_candidates[candidate], _counts[candidate]);
                kept++;
            }
        }

        _candidates.RemoveRange(kept, _candidates.Count - kept);
        _counts.RemoveRange(kept, _counts.Count - kept);
        _candidateOfHash.Clear();
        for (int candidate = 0; candidate < kept; candidate++)
        {
            _candidateOfHash.Add(_candidates[candidate].Hash, candidate);
        }

        _hasForgotten = true;
    }

    private void CountAnew(IEnumerable<ReadOnlyMemory<ulong>> hashes, IEnumerable<ReadOnlyMemory<DataSplit>> parts)
    {
        Span<long> counts = CollectionsMarshal.AsSpan(_counts);
        counts.Clear();
        foreach ((ReadOnlyMemory<ulong> block, ReadOnlyMemory<DataSplit> partsOfBlock) in hashes.Zip(parts))
        {
            ReadOnlySpan<ulong> values = block.Span;
            ReadOnlySpan<DataSplit> partOfRow = partsOfBlock.Span;
            for (int row = 0; row < values.Length; row++)
            {
                if (partOfRow[row] == DataSplit.Training && _candidateOfHash.TryGetValue(values[row], out int candidate))
                {
                    counts[candidate]++;
                }
            }
        }
    }
}
