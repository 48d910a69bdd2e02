using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.Gradients;

/// <summary>
/// Figures of steps in constant memory: the means of consecutive batches of steps, as long as there are few of one step each. Where there are
/// <see cref="Most"/>, each two become one of twice as many steps.
/// </summary>
/// <remarks>
/// Steps that follow each other are alike, so that their deviation says too little of the error of their mean; means of batches of them are
/// nearly independent where batches are long (batch means; Schmeiser: Batch Size Effects in the Analysis of Simulation Output, Operations Research
/// 1982, recommends 10 to 30 of them; cosines of gradients are alike over so many steps that it is the fewer and longer ones here).
/// </remarks>
/// <param name="width">The figures of a step.</param>
internal sealed class StepMeans(int width)
{
    /// <summary>The most batches that are kept.</summary>
    public const int Most = 64;

    /// <summary>The most means that steps are judged by.</summary>
    public const int MostJudged = 10;

    private readonly List<ImmutableArray<double>> _batches = [];
    private readonly double[] _sum = new double[width];
    private int _length = 1;
    private int _filled;

    /// <summary>The steps so far.</summary>
    public long Steps => ((long)_batches.Count * _length) + _filled;

    /// <summary>Adds a step.</summary>
    /// <param name="figures">Its figures.</param>
    public void Add(ReadOnlySpan<double> figures)
    {
        for (int figure = 0; figure < width; figure++)
        {
            _sum[figure] += figures[figure];
        }

        if (++_filled == _length)
        {
            _batches.Add([.. _sum.Select(sum => sum / _length)]);
            Array.Clear(_sum);
            _filled = 0;
            if (_batches.Count == Most)
            {
                Halve();
            }
        }
    }

    /// <summary>
    /// The later half of the steps, or the last so many where that is less, as the means of at most <see cref="MostJudged"/> batches of as many
    /// consecutive steps each. Of the steps before, as few are left out as make the batches equal.
    /// </summary>
    /// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
    /// <returns>The means, and the steps that they are of.</returns>
    public (ImmutableArray<ImmutableArray<double>> Means, long Steps) Judged(int leastSteps)
    {
        int taken = Math.Min(_batches.Count, Math.Max((_batches.Count + 1) / 2, (int)Math.Min(Most, ((long)leastSteps + _length - 1) / _length)));
        if (taken == 0)
        {
            return ([], 0);
        }

        int size = (taken + MostJudged - 1) / MostJudged;
        int count = taken / size;
        ImmutableArray<double>[] judged = [.. _batches.TakeLast(count * size)];
        return ([.. judged.Chunk(size).Select(Mean)], (long)count * size * _length);
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("batches", _batches);
        state.Exchange("sum", _sum);
        _length = state.Exchange("length", _length);
        _filled = state.Exchange("filled", _filled);
    }

    private void Halve()
    {
        ImmutableArray<double>[] halved = [.. _batches.Chunk(2).Select(Mean)];
        _batches.Clear();
        _batches.AddRange(halved);
        _length *= 2;
    }

    private static ImmutableArray<double> Mean(ImmutableArray<double>[] batches) =>
        [.. batches[0].Select((_, figure) => batches.Average(batch => batch[figure]))];
}
