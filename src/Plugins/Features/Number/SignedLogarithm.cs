namespace MmoePipeline.Plugins.Features.Number;

/// <summary>The logarithm of sizes from 1 on, with the sign.</summary>
internal static class SignedLogarithm
{
    /// <summary><c>sign(x) log(1 + |x|)</c>.</summary>
    public static double Of(double value) => Math.CopySign(Math.Log(1 + Math.Abs(value)), value);
}
