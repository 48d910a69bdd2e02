namespace MmoePipeline.Tasks;

/// <summary>What a task does with rows that have no label.</summary>
public enum MissingLabels
{
    /// <summary>Such a row is an error.</summary>
    Refuse,

    /// <summary>Such a row counts in neither the task's loss nor its metrics; other tasks learn from it.</summary>
    Skip,
}
