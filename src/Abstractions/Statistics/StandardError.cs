namespace MmoePipeline.Statistics;

/// <summary>
/// The standard error of a mean over rows, <c>sqrt(n / (n - 1) sum w^2 d^2) / sum w</c>, of each row's distance d to the mean and its
/// weight w, in constant memory. With equal weights it is the standard deviation (n - 1) over the root of n.
/// </summary>
/// <remarks>
/// Rows are taken as drawn independently of each other, each with its weight: a row of weight 2 moves the mean as two rows do, but is one
/// observation. For a figure that is not a mean, d is what the row adds to the figure's linear approximation (the delta method): of the root r of a
/// mean m, <c>(x - m) / (2 r)</c>; of a ratio R of two means a and b, <c>(a_i - R b_i) / b</c>.
/// </remarks>
public struct StandardError
{
    private long _rows;
    private double _weights;
    private double _squares;

    /// <summary>The standard error; NaN for less than two rows that count.</summary>
    public readonly double Value => _rows < 2 ? double.NaN : Math.Sqrt(_squares * _rows / (_rows - 1)) / _weights;

    /// <summary>Adds a row.</summary>
    /// <param name="distance">The row's distance to the mean, or its part in the figure's linear approximation.</param>
    /// <param name="weight">The row's weight; a row of weight 0 doesn't count.</param>
    public void Add(double distance, double weight = 1)
    {
        if (weight > 0)
        {
            _rows++;
            _weights += weight;
            _squares += weight * weight * distance * distance;
        }
    }
}
