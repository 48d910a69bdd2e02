using System.Runtime.InteropServices;
using MmoePipeline.Data;

namespace MmoePipeline.Features;

/// <summary>Counts the values of training rows, to give the commonest an embedding each. Its memory has a limit, however many different values there are.</summary>
/// <param name="limits">Which values get an embedding of their own.</param>
/// <remarks>
/// Counting with a limit is lossy counting (Manku and Motwani, VLDB 2002): a value that is forgotten may come back, so only values rarer than what was
/// forgotten in all can be missed.
/// </remarks>
public sealed class VocabularyLearner(VocabularyLimits limits)
{
    private readonly Dictionary<ulong, int> _candidateOfHash = [];
    private readonly List<(string Text, ulong Hash)> _candidates = [];
    private readonly List<long> _counts = [];
    private readonly DistinctCounter _distinct = new();
    private bool _isRecount;
    private long _total;
    private bool _hasForgotten;

    /// <summary>Counts of a coded column's texts by code, which are added when the list of texts is another, or when counts are looked at.</summary>
    private long[] _waiting = [];
    private IReadOnlyList<string>? _texts;

    /// <summary>The limits.</summary>
    public VocabularyLimits Limits => limits;

    /// <summary>How many values were added, those that recur each time.</summary>
    public long Total
    {
        get
        {
            AddWaiting();
            return _total;
        }
    }

    /// <summary>Whether values were forgotten, so that counts may be too small.</summary>
    public bool HasForgotten
    {
        get
        {
            AddWaiting();
            return _hasForgotten;
        }
    }

    /// <summary>How many different values there were: counted, or estimated where some were forgotten.</summary>
    public long Distinct => HasForgotten ? Math.Clamp(_distinct.Count(), _candidates.Count, Total) : _candidates.Count;

    /// <summary>Whether a value is among those that are counted.</summary>
    /// <param name="hash">Its <see cref="Vocabulary.HashOf"/>.</param>
    public bool Contains(ulong hash)
    {
        AddWaiting();
        return _candidateOfHash.ContainsKey(hash);
    }

    /// <summary>Adds a value.</summary>
    /// <param name="text">The value; empty for a missing one.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        ulong hash = Vocabulary.HashOf(text);
        if (!TryCount(hash))
        {
            CountNew(hash, text.ToString());
        }
    }

    /// <summary>Adds the value of a row whose hash is known; its text is read only where it is new.</summary>
    /// <param name="hash">Its <see cref="Vocabulary.HashOf"/>.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of the chunk.</param>
    public void Add(ulong hash, TableColumn column, int row)
    {
        if (!TryCount(hash))
        {
            CountNew(hash, column.TextAt(row) ?? "");
        }
    }

    /// <summary>Adds consecutive values of a coded column, of which missing ones are left out: a text is looked up once, however often it is there.</summary>
    /// <param name="column">The column.</param>
    /// <param name="first">The first value.</param>
    /// <param name="count">The number of values.</param>
    public void Add(CodedTextColumn column, int first, int count)
    {
        if (!ReferenceEquals(_texts, column.Texts))
        {
            AddWaiting();
            _texts = column.Texts;
        }

        if (_waiting.Length < column.Texts.Count)
        {
            Array.Resize(ref _waiting, Math.Max(column.Texts.Count, 2 * _waiting.Length));
        }

        foreach (int code in column.Codes.Span.Slice(first, count))
        {
            if (code >= 0)
            {
                _waiting[code]++;
            }
        }
    }

    /// <summary>Adds what another learner of the same limits counted.</summary>
    /// <param name="other">The other; it counts the same after.</param>
    public void Merge(VocabularyLearner other)
    {
        AddWaiting();
        other.AddWaiting();
        for (int candidate = 0; candidate < other._candidates.Count; candidate++)
        {
            (string text, ulong hash) = other._candidates[candidate];
            if (!_candidateOfHash.TryGetValue(hash, out int own))
            {
                own = New(hash, text);
            }

            CollectionsMarshal.AsSpan(_counts)[own] += other._counts[candidate];
        }

        _distinct.Merge(other._distinct);
        _total += other.Total;
        _hasForgotten |= other._hasForgotten;
    }

    /// <summary>Sets all counts to 0 and keeps the values, to count again those that were not forgotten: nothing new is learnt from then on.</summary>
    public void BeginRecount()
    {
        AddWaiting();
        CollectionsMarshal.AsSpan(_counts).Clear();
        _isRecount = true;
    }

    /// <summary>Counts a value again, if it was not forgotten.</summary>
    /// <param name="hash">Its <see cref="Vocabulary.HashOf"/>.</param>
    public void Recount(ulong hash)
    {
        if (_candidateOfHash.TryGetValue(hash, out int candidate))
        {
            CollectionsMarshal.AsSpan(_counts)[candidate]++;
        }
    }

    /// <summary>The values that get an embedding of their own, with their counts, in ordinal order.</summary>
    public ImmutableArray<(string Text, long Count)> Kept()
    {
        AddWaiting();
        return
        [
            .. _candidates.Zip(_counts, (candidate, count) => (candidate.Text, Count: count))
                .Where(value => value.Count >= limits.MinimumFrequency)
                .OrderByDescending(value => value.Count)
                .ThenBy(value => value.Text, StringComparer.Ordinal)
                .Take(limits.MaximumValues)
                .OrderBy(value => value.Text, StringComparer.Ordinal),
        ];
    }

    private void AddWaiting()
    {
        IReadOnlyList<string>? texts = _texts;
        _texts = null;
        for (int code = 0; texts is not null && code < Math.Min(_waiting.Length, texts.Count); code++)
        {
            long count = _waiting[code];
            _waiting[code] = 0;
            if (count == 0)
            {
                continue;
            }

            ulong hash = Vocabulary.HashOf(texts[code]);
            if (!_candidateOfHash.TryGetValue(hash, out int candidate))
            {
                if (_isRecount)
                {
                    continue;
                }

                candidate = New(hash, texts[code]);
            }

            CollectionsMarshal.AsSpan(_counts)[candidate] += count;
            _total += _isRecount ? 0 : count;
        }
    }

    private bool TryCount(ulong hash)
    {
        if (_isRecount)
        {
            Recount(hash);
            return true;
        }

        _total++;
        if (!_candidateOfHash.TryGetValue(hash, out int candidate))
        {
            return false;
        }

        CollectionsMarshal.AsSpan(_counts)[candidate]++;
        return true;
    }

    private void CountNew(ulong hash, string text)
    {
        // The list may move when it grows, so its span is taken after.
        int candidate = New(hash, text);
        CollectionsMarshal.AsSpan(_counts)[candidate]++;
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
}
