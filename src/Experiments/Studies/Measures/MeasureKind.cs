namespace MmoePipeline.Experiments.Studies.Measures;

/// <summary>What kind of figure of a run a claim is about.</summary>
internal enum MeasureKind
{
    /// <summary>A test metric of a task.</summary>
    Test,

    /// <summary>The number of trained values.</summary>
    Parameters,

    /// <summary>Seconds of the run.</summary>
    Seconds,

    /// <summary>1 where a trouble was found, 0 where it was not.</summary>
    Found,

    /// <summary>The figure that decides about a trouble.</summary>
    Value,

    /// <summary>A probe's figure of the last epoch.</summary>
    Probe,

    /// <summary>The mean of a probe's figure over the epochs that have it.</summary>
    ProbeMean,
}
