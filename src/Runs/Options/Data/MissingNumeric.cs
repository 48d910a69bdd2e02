namespace MmoePipeline.Runs.Options.Data;

/// <summary>What becomes of a row that has no value in a numeric feature.</summary>
public enum MissingNumeric
{
    /// <summary>It can't be used.</summary>
    Reject,

    /// <summary>The mean of the training rows takes the value's place: it is encoded as 0.</summary>
    Mean,
}
