using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>Options of a number.</summary>
[PluginOptions]
public sealed partial record NumberFeatureOptions
{
    /// <summary>The feature's name; null for the column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The column.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>What is done to a number before it is standardised with mean and deviation of the training rows.</summary>
    public NumberScale Scale { get; init; } = NumberScale.Linear;

    /// <summary>What becomes of a row without a number.</summary>
    public MissingNumberPolicy Missing { get; init; } = MissingNumberPolicy.Refuse;

    /// <summary>The number that takes a missing one's place, where missing is value.</summary>
    [Range(-3.4028234663852886e38, 3.4028234663852886e38)]
    public double MissingValue { get; init; }

    /// <summary>Whether the network gets one more input, which is 1 where the number is missing and 0 elsewhere.</summary>
    public bool Indicator { get; init; }

    /// <summary>Smaller numbers are set to this one; null for none.</summary>
    [Range(-3.4028234663852886e38, 3.4028234663852886e38)]
    public double? ClipLow { get; init; }

    /// <summary>Larger numbers are set to this one; null for none.</summary>
    [Range(-3.4028234663852886e38, 3.4028234663852886e38)]
    public double? ClipHigh { get; init; }

    /// <summary>What the network gets: the number, or a vector that is made of it.</summary>
    public NumberEncoding Encoding { get; init; } = NumberEncoding.None;

    /// <summary>Borders of buckets, where encoding is buckets, in ascending order: a number on a border is in the bucket above it. Empty for quantiles.</summary>
    [ItemRange(-3.4028234663852886e38, 3.4028234663852886e38)]
    public ImmutableArray<double> Borders { get; init; } = [];

    /// <summary>How many buckets or pieces quantiles of the training rows make, where encoding is buckets or piecewise-linear.</summary>
    [Range(2, 4096)]
    public int Quantiles { get; init; } = 16;

    /// <summary>How many frequencies, or meta-embeddings, where encoding is periodic or autodis.</summary>
    [Range(1, 4096)]
    public int Components { get; init; } = 16;

    /// <summary>The standard deviation of fresh frequencies, where encoding is periodic.</summary>
    [Range(1e-6, 1e6)]
    public double FrequencyDeviation { get; init; } = 0.1;

    /// <summary>The temperature of the softmax over meta-embeddings, where encoding is autodis.</summary>
    [Range(1e-6, 1e6)]
    public double Temperature { get; init; } = 1;

    /// <summary>The vectors. A dimension of null is 8 for encodings that have no table: piecewise-linear, periodic, autodis.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    /// <summary>The length of the vector that a module makes of a number.</summary>
    internal int VectorLength => Embedding.Dimension ?? 8;

    /// <summary>Whether quantiles of the training rows are needed.</summary>
    internal bool NeedsQuantiles => Scale == NumberScale.Quantile || Missing == MissingNumberPolicy.Median
        || Encoding == NumberEncoding.PiecewiseLinear || (Encoding == NumberEncoding.Buckets && Borders.IsEmpty);

    private void Validate(OptionsSection section)
    {
        if (ClipLow > ClipHigh)
        {
            section.Report("clipLow", $"is {ClipLow}, above clipHigh, which is {ClipHigh}");
        }

        if (!Borders.IsEmpty && Encoding != NumberEncoding.Buckets)
        {
            section.Report("borders", "are used only where encoding is buckets");
        }

        for (int border = 1; border < Borders.Length; border++)
        {
            if (!(Borders[border] > Borders[border - 1]))
            {
                section.Report($"borders.{border}", $"is {Borders[border]} behind {Borders[border - 1]}; borders have to increase");
            }
        }
    }
}

/// <summary>What is done to a number before it is standardised.</summary>
public enum NumberScale
{
    /// <summary>Nothing.</summary>
    Linear,

    /// <summary><c>log(1 + x)</c>; x has to be above -1.</summary>
    Logarithm,

    /// <summary><c>sign(x) log(1 + |x|)</c>.</summary>
    SignedLogarithm,

    /// <summary>The share of training rows below it, between two quantiles by a straight line: evenly spread from 0 to 1, less 1/2, over the deviation of such numbers, 1/sqrt(12).</summary>
    Quantile,

    /// <summary>From 0 at the least training row to 1 at the largest; not standardised.</summary>
    MinMax,
}

/// <summary>What becomes of a row without a number.</summary>
public enum MissingNumberPolicy
{
    /// <summary>The row can't be used.</summary>
    Refuse,

    /// <summary>The mean of the training rows, as they are scaled, takes its place: 0 where numbers are standardised.</summary>
    Mean,

    /// <summary>The median of the training rows takes its place.</summary>
    Median,

    /// <summary>The number of missingValue takes its place.</summary>
    Value,
}

/// <summary>What the network gets of a number.</summary>
public enum NumberEncoding
{
    /// <summary>The number itself.</summary>
    None,

    /// <summary>A linear map, with relu, of its piecewise linear encoding over quantiles.</summary>
    PiecewiseLinear,

    /// <summary>A linear map, with relu, of sines and cosines of trained frequencies.</summary>
    Periodic,

    /// <summary>A mixture of trained meta-embeddings.</summary>
    AutoDis,

    /// <summary>The vector of the bucket that it is in.</summary>
    Buckets,
}
