namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>
/// A sum of doubles without rounding: as doubles that don't overlap (Shewchuk, Adaptive precision floating-point arithmetic, Discrete &amp; Computational Geometry 1997). So it
/// doesn't depend on the order of its terms.
/// </summary>
internal sealed class ExactSum
{
    private double[] _parts = new double[4];
    private int _count;

    /// <summary>The double nearest to the sum.</summary>
    public double Value
    {
        get
        {
            int next = _count;
            if (next == 0)
            {
                return 0;
            }

            (double sum, double rest) = (_parts[--next], 0);
            while (next > 0 && rest == 0)
            {
                double larger = sum;
                double smaller = _parts[--next];
                sum = larger + smaller;
                rest = smaller - (sum - larger);
            }

            // Half way between two doubles, the parts that are left decide, as in the fsum of Python.
            if (next > 0 && Math.Sign(rest) == Math.Sign(_parts[next - 1]))
            {
                double twice = rest * 2;
                double rounded = sum + twice;
                sum = twice == rounded - sum ? rounded : sum;
            }

            return sum;
        }
    }

    /// <summary>Adds a term.</summary>
    /// <param name="term">A finite number.</param>
    public void Add(double term)
    {
        int kept = 0;
        for (int part = 0; part < _count; part++)
        {
            double other = _parts[part];
            (double larger, double smaller) = Math.Abs(term) < Math.Abs(other) ? (other, term) : (term, other);
            term = larger + smaller;
            double rest = smaller - (term - larger);
            if (rest != 0)
            {
                _parts[kept++] = rest;
            }
        }

        if (kept == _parts.Length)
        {
            Array.Resize(ref _parts, 2 * kept);
        }

        _parts[kept] = term;
        _count = kept + 1;
    }

    /// <summary>Adds a product, without rounding it.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">A factor.</param>
    public void AddProduct(double left, double right)
    {
        double product = left * right;
        Add(product);
        Add(Math.FusedMultiplyAdd(left, right, -product));
    }

    /// <summary>Adds this sum to another, multiplied by a factor.</summary>
    /// <param name="other">The other.</param>
    /// <param name="factor">The factor.</param>
    public void AddTo(ExactSum other, double factor)
    {
        for (int part = 0; part < _count; part++)
        {
            other.AddProduct(_parts[part], factor);
        }
    }
}
