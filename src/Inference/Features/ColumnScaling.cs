namespace MmoePipeline.Inference.Features;

/// <summary>How a numeric column is encoded: <c>(v - Mean) / Deviation</c>, where v is <c>log(1 + x)</c> or x by the numeric scale.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean of v over the training rows; where they are all equal, v itself.</param>
/// <param name="Deviation">Its standard deviation over the training rows; 1 where they are all equal.</param>
/// <param name="IsConstant">Whether all training rows have one value, or differ by no more than rounding.</param>
internal sealed record ColumnScaling(string Column, double Mean, double Deviation, bool IsConstant = false)
{
    /// <summary>
    /// Encodes a value v; NaN, a missing one, as 0, the mean. A constant column is 0 whatever its value: the weights that another value would meet were
    /// never trained.
    /// </summary>
    public float Encode(double value) => IsConstant || double.IsNaN(value) ? 0 : (float)((value - Mean) / Deviation);
}
