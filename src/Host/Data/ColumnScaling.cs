namespace MmoePipeline.Host.Data;

/// <summary>How a numeric column is encoded: <c>(log(1 + x) - Mean) / Deviation</c>.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean of <c>log(1 + x)</c> over the training rows.</param>
/// <param name="Deviation">Its standard deviation over the training rows; 1 where they are all equal.</param>
internal sealed record ColumnScaling(string Column, double Mean, double Deviation)
{
    /// <summary>Computes the scaling from the logarithms of the training rows, in two passes for exactness.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="logarithms"><c>log(1 + x)</c> of each training row; at least one.</param>
    public static ColumnScaling Of(string column, IReadOnlyCollection<double> logarithms)
    {
        double mean = logarithms.Average();
        double deviation = Math.Sqrt(logarithms.Average(value => (value - mean) * (value - mean)));
        return new ColumnScaling(column, mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Encodes a logarithm.</summary>
    public float Encode(double logarithm) => (float)((logarithm - Mean) / Deviation);
}
