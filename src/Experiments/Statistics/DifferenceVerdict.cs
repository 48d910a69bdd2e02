namespace MmoePipeline.Experiments.Statistics;

/// <summary>What a paired test says of a variant, in a word.</summary>
internal enum DifferenceVerdict
{
    /// <summary>The difference is on the good side, and p is below 0.05.</summary>
    Better,

    /// <summary>The difference is on the bad side, and p is below 0.05.</summary>
    Worse,

    /// <summary>p is below 0.05, and the metric is best neither at its highest nor at its lowest.</summary>
    Different,

    /// <summary>The spread over seeds explains the difference.</summary>
    NotDistinguishable,

    /// <summary>There are less than two pairs.</summary>
    NotTested,
}
