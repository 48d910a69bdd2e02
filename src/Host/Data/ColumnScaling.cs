namespace MmoePipeline.Host.Data;

/// <summary>How a numeric column is encoded: <c>(log(1 + x) - Mean) / Deviation</c>.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean of <c>log(1 + x)</c> over the training rows.</param>
/// <param name="Deviation">Its standard deviation over the training rows; 1 where they are all equal.</param>
internal sealed record ColumnScaling(string Column, double Mean, double Deviation)
{
    /// <summary>The scaling for a mean and a variance.</summary>
    public static ColumnScaling Of(string column, double mean, double variance) =>
        new(column, mean, variance > 0 ? Math.Sqrt(variance) : 1);

    /// <summary>Encodes a logarithm.</summary>
    public float Encode(double logarithm) => (float)((logarithm - Mean) / Deviation);
}
