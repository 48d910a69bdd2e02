namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>Codes of data that would give the labels away.</summary>
internal static class LeakCodes
{
    /// <summary>A single feature almost determines the label of a task.</summary>
    public const string ColumnGivesLabelAway = "MMOE2601";

    /// <summary>A column of weights is also a feature.</summary>
    public const string WeightIsFeature = "MMOE2602";

    /// <summary>Test rows are among the training rows.</summary>
    public const string SharedRows = "MMOE2603";
}
