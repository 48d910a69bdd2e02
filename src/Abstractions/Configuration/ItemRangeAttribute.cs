namespace MmoePipeline.Configuration;

/// <summary>Limits every number of a list, as <c>[Range]</c> limits a single number.</summary>
/// <param name="minimum">The smallest number that is right.</param>
/// <param name="maximum">The largest number that is right.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemRangeAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The smallest number that is right.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The largest number that is right.</summary>
    public double Maximum { get; } = maximum;
}
