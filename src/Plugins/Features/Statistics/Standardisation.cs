using System.Text.Json;

namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>How numbers are standardised: <c>(x - mean) / deviation</c>.</summary>
/// <param name="Mean">The mean of the training rows.</param>
/// <param name="Deviation">Their standard deviation; 0 for a constant, which is 0 for all rows.</param>
internal readonly record struct Standardisation(double Mean, double Deviation)
{
    /// <summary>Checks what was read from a file.</summary>
    /// <exception cref="JsonException">The numbers are not finite, or the deviation is below 0.</exception>
    public Standardisation Checked() => double.IsFinite(Mean) && double.IsFinite(Deviation) && Deviation >= 0
        ? this
        : throw new JsonException($"the mean is {Mean:R} and the deviation {Deviation:R}; expected finite numbers, the deviation at least 0");

    /// <summary>A number, standardised.</summary>
    public float Apply(double value) => Deviation == 0 ? 0 : (float)((value - Mean) / Deviation);
}
