namespace MmoePipeline.Host.Data;

/// <summary>Which labels a column has, for messages.</summary>
internal sealed class LabelCounts
{
    private const int Limit = 20;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private bool _hasMore;

    /// <summary>Counts a label.</summary>
    public void Add(string? label)
    {
        if (_counts.ContainsKey(label ?? "") || _counts.Count < Limit)
        {
            _counts[label ?? ""] = _counts.GetValueOrDefault(label ?? "") + 1;
        }
        else
        {
            _hasMore = true;
        }
    }

    /// <summary>The commonest labels: <c>'a' or 'b'</c>.</summary>
    public string Describe()
    {
        string[] common = [.. _counts.OrderByDescending(pair => pair.Value).Take(5).Select(pair => $"'{pair.Key}'")];
        string more = _hasMore || _counts.Count > common.Length ? " or others" : "";
        return string.Join(" or ", common) + more;
    }
}
