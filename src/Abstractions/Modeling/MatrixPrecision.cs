namespace MmoePipeline.Modeling;

/// <summary>The number format in which experts multiply matrices. Parameters, gates, towers and losses are always float32.</summary>
public enum MatrixPrecision
{
    /// <summary>32 bits: 24 of precision.</summary>
    Float32,

    /// <summary>16 bits: the exponent of float32, 8 bits of precision; sums are kept in float32.</summary>
    Bfloat16,
}
