namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>Codes of problems of prediction.</summary>
internal static class PredictionCodes
{
    /// <summary>The file of predictions doesn't end in <c>.csv</c> or <c>.parquet</c>.</summary>
    public const string WrongEnding = "MMOE6001";

    /// <summary>The file of predictions is a folder.</summary>
    public const string OutputIsFolder = "MMOE6002";

    /// <summary>The file of predictions exists.</summary>
    public const string OutputExists = "MMOE6003";

    /// <summary>The folder of the file of predictions doesn't exist.</summary>
    public const string NoOutputFolder = "MMOE6004";

    /// <summary>The file of predictions can't be written.</summary>
    public const string CannotWrite = "MMOE6005";

    /// <summary>The predictions would have two columns of one name.</summary>
    public const string DuplicateColumn = "MMOE6006";

    /// <summary>The table lacks columns that the run was trained on.</summary>
    public const string MissingColumns = "MMOE6007";

    /// <summary>The run has no weights to predict with.</summary>
    public const string NoWeights = "MMOE6008";

    /// <summary>The run has no encoding.</summary>
    public const string NoEncoding = "MMOE6009";

    /// <summary>Files of the run folder are not of one run.</summary>
    public const string NotOfOneRun = "MMOE6010";

    /// <summary>The weights don't say their epoch.</summary>
    public const string NoEpoch = "MMOE6011";

    /// <summary>The weights are of another network than the configuration.</summary>
    public const string OtherNetwork = "MMOE6012";

    /// <summary>No data source, or several, fit the input.</summary>
    public const string UnclearInput = "MMOE6013";

    /// <summary><c>--set</c> changes an option that is part of the trained model.</summary>
    public const string NotSettable = "MMOE6014";

    /// <summary>A column of the rows differs much from the training rows.</summary>
    public const string Unusual = "MMOE6015";

    /// <summary>A row in memory lacks a feature.</summary>
    public const string MissingValue = "MMOE6016";

    /// <summary>A value of a row in memory is of a type that tables don't have.</summary>
    public const string WrongValueType = "MMOE6017";
}
