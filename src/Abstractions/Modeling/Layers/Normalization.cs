namespace MmoePipeline.Modeling.Layers;

/// <summary>How a layer's values are normalised, before its activation function.</summary>
public enum Normalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To mean 0 and variance 1 over the layer's width, with a trained scale and shift (Ba, Kiros, Hinton 2016).</summary>
    Layer,
}
