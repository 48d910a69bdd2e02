namespace MmoePipeline.Host.Data;

/// <summary>How a numeric column is encoded: <c>(v - Mean) / Deviation</c>, where v is <c>log(1 + x)</c> or x by the numeric scale.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean of v over the training rows.</param>
/// <param name="Deviation">Its standard deviation over the training rows; 1 where they are all equal.</param>
internal sealed record ColumnScaling(string Column, double Mean, double Deviation)
{
    /// <summary>The scaling for a mean and a variance.</summary>
    public static ColumnScaling Of(string column, double mean, double variance) =>
        new(column, mean, variance > 0 ? Math.Sqrt(variance) : 1);

    /// <summary>Encodes a value v.</summary>
    public float Encode(double value) => (float)((value - Mean) / Deviation);
}
