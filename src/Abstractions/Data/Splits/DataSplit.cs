namespace MmoePipeline.Data.Splits;

/// <summary>What a row is for.</summary>
public enum DataSplit
{
    /// <summary>To train on.</summary>
    Training,

    /// <summary>To choose the best epoch.</summary>
    Validation,

    /// <summary>For the final metrics.</summary>
    Test,

    /// <summary>Nothing: the row is left out.</summary>
    None,
}
