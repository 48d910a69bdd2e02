namespace MmoePipeline.Plugins.LossWeightings.Magnitude;

/// <summary>What a loss is compared with.</summary>
public enum MagnitudeMeasure
{
    /// <summary>The mean over the first batches; from then on the weights stay.</summary>
    FirstBatches,

    /// <summary>An exponential running mean over the last batches; the weights follow the losses.</summary>
    RunningMean,
}
