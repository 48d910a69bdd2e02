namespace MmoePipeline.Modeling;

/// <summary>Codes of problems of a network's options that show when the network is built.</summary>
public static class ModelCodes
{
    /// <summary>An option names a task that the run doesn't have.</summary>
    public const string UnknownTask = "MMOE1301";

    /// <summary>An option names a task of a type that it can't use.</summary>
    public const string WrongTaskType = "MMOE1302";

    /// <summary>Experts that are mixed give outputs of different widths.</summary>
    public const string DifferentWidths = "MMOE1303";

    /// <summary>Gate regularizers are in the wrong order.</summary>
    public const string GateOrder = "MMOE1304";

    /// <summary>An option names a field that the features don't have.</summary>
    public const string UnknownField = "MMOE1305";

    /// <summary>An option doesn't fit the number of experts.</summary>
    public const string ExpertCount = "MMOE1306";

    /// <summary>Groups of tasks don't name each task of the run once.</summary>
    public const string TaskGroups = "MMOE1307";

    /// <summary>Two gate regularizers choose experts.</summary>
    public const string TwoChoices = "MMOE1310";

    /// <summary>A gate regularizer acts on logits that the weights of another don't come from.</summary>
    public const string NoEffect = "MMOE1311";

    /// <summary>A gate regularizer is there twice, and a second one has no effect.</summary>
    public const string Repeated = "MMOE1312";

    /// <summary>An architecture needs more tasks.</summary>
    public const string TooFewTasks = "MMOE1308";

    /// <summary>Experts that read the fields' embeddings get input that shared layers have mixed.</summary>
    public const string FieldsMixed = "MMOE1309";
}
