using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Events;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>
/// A categorical feature while the table is read: each row's value as a hash, and how often the values are there among the training
/// rows. Memory has a limit, however many different values there are.
/// </summary>
/// <param name="limits">Which values get an embedding of their own.</param>
internal sealed class CategoryColumn(VocabularyLimits limits)
{
    private readonly CellHashes _hashes = new();
    private readonly VocabularyLearner _values = new(limits);
    private readonly UnknownExamples _examples = new();

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
            if (parts[index] == DataSplit.Training)
            {
                _values.Add(hashes[index], column, rows[index]);
            }
            else if (!_values.Contains(hashes[index]))
            {
                _examples.Add(hashes[index], column.TextAt(rows[index]) ?? "", _values.Contains);
            }
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
        if (_values.HasForgotten)
        {
            Recount(hashes, parts);
        }

        ImmutableArray<(string Text, long Count)> kept = _values.Kept();
        return (
            new ColumnVocabulary(name, [.. kept.Select(value => value.Text)], limits.HashBuckets),
            new VocabularySize(
                name, _values.Distinct, _values.HasForgotten, kept.Length, _values.Total - kept.Sum(value => value.Count), limits.HashBuckets),
            _values.Total - kept.Where(value => value.Count > limits.MinimumFrequency).Sum(value => value.Count));
    }

    /// <summary>Some values of validation and test rows that are not in a vocabulary.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    public IEnumerable<string> Examples(ColumnVocabulary vocabulary) => _examples.Of(vocabulary.ToVocabulary().IsKnown);

    private void Recount(IEnumerable<ReadOnlyMemory<ulong>> hashes, IEnumerable<ReadOnlyMemory<DataSplit>> parts)
    {
        _values.BeginRecount();
        foreach ((ReadOnlyMemory<ulong> block, ReadOnlyMemory<DataSplit> partsOfBlock) in hashes.Zip(parts))
        {
            ReadOnlySpan<ulong> values = block.Span;
            ReadOnlySpan<DataSplit> partOfRow = partsOfBlock.Span;
            for (int row = 0; row < values.Length; row++)
            {
                if (partOfRow[row] == DataSplit.Training)
                {
                    _values.Recount(values[row]);
                }
            }
        }
    }
}
