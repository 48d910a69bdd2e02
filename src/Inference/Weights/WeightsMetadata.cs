namespace MmoePipeline.Inference.Weights;

/// <summary>The names of what a weights file says about itself.</summary>
internal static class WeightsMetadata
{
    /// <summary>The checksum of the encoding that the weights were trained with.</summary>
    public const string Encoding = "encoding";

    /// <summary>The epoch, from 1.</summary>
    public const string Epoch = "epoch";

    /// <summary>The steps since the start of the run.</summary>
    public const string Step = "step";
}
