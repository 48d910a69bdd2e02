namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>Mean and standard deviation of numbers, the same in whatever order and parts they come.</summary>
internal sealed class Moments
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    private readonly BinnedSum _sum = new();
    private readonly BinnedSum _squares = new();
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>How many numbers.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a number.</summary>
    /// <param name="value">A number of float32's range, so that its square is finite.</param>
    public void Add(double value)
    {
        Count++;
        _sum.Add(value);
        double square = value * value;
        _squares.Add(square);
        _squares.Add(Math.FusedMultiplyAdd(value, value, -square));
        (_minimum, _maximum) = (Math.Min(_minimum, value), Math.Max(_maximum, value));
    }

    /// <summary>Adds the numbers of another.</summary>
    /// <param name="other">The other; its values stay.</param>
    public void Add(Moments other)
    {
        Count += other.Count;
        _sum.Add(other._sum);
        _squares.Add(other._squares);
        (_minimum, _maximum) = (Math.Min(_minimum, other._minimum), Math.Max(_maximum, other._maximum));
    }

    /// <summary>How to standardise: by the mean, and by the root of the variance that is divided by the count. Without numbers, and for equal ones, the deviation is 0.</summary>
    public Standardisation ToStandardisation()
    {
        if (Count == 0 || _minimum == _maximum)
        {
            return new Standardisation(Count == 0 ? 0 : _minimum, 0);
        }

        // The sum of (x - m)^2, each term of which is exact: the sum of squares - 2 m (sum) + n m^2.
        ExactSum sum = _sum.ToExactSum();
        ExactSum squares = _squares.ToExactSum();
        double mean = sum.Value / Count;
        double square = mean * mean;
        sum.AddTo(squares, -2 * mean);
        squares.AddProduct(Count, square);
        squares.AddProduct(Count, Math.FusedMultiplyAdd(mean, mean, -square));
        double deviation = Math.Sqrt(Math.Max(0, squares.Value) / Count);
        return new Standardisation(mean, deviation < SmallestNormal ? 0 : deviation);
    }
}
