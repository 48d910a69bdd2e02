using MmoePipeline.Events;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>Counts the targets of a task in one split.</summary>
internal sealed class TargetCounter
{
    private readonly Dictionary<float, long> _rowsOfTarget = [];
    private long _rows;
    private long _labelled;
    private double _mean;

    /// <summary>Adds a row.</summary>
    /// <param name="target">Its target; NaN without a label.</param>
    public void Add(float target)
    {
        _rows++;
        if (float.IsNaN(target))
        {
            return;
        }

        // Welford's update: no sum that grows beyond the digits of the next target.
        _labelled++;
        _mean += (target - _mean) / _labelled;
        if (_rowsOfTarget.TryGetValue(target, out long rows))
        {
            _rowsOfTarget[target] = rows + 1;
        }
        else if (_rowsOfTarget.Count <= SplitLabels.MaximumTargets)
        {
            _rowsOfTarget.Add(target, 1);
        }
    }

    /// <summary>What was counted.</summary>
    public SplitLabels ToLabels() => new(
        _rows,
        _labelled,
        _labelled == 0 ? null : _mean,
        _rowsOfTarget.Count > SplitLabels.MaximumTargets
            ? []
            : [.. _rowsOfTarget.OrderBy(pair => pair.Key).Select(pair => new TargetCount(pair.Key, pair.Value))]);
}
