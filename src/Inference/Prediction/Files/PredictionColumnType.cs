namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>What the values of a column are.</summary>
internal enum PredictionColumnType
{
    /// <summary>Texts, as the source has them; they may be missing.</summary>
    Text,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Number,
}
