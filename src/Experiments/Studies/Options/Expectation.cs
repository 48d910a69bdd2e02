namespace MmoePipeline.Experiments.Studies.Options;

/// <summary>What a claim says of a figure.</summary>
internal enum Expectation
{
    /// <summary>It is greater than the reference.</summary>
    Greater,

    /// <summary>It is less than the reference.</summary>
    Less,

    /// <summary>It is within the margin of the reference.</summary>
    Equal,
}
