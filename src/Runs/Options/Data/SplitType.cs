namespace MmoePipeline.Runs.Options.Data;

/// <summary>How rows are split into parts.</summary>
public enum SplitType
{
    /// <summary>By the row's number, from 0, modulo a number: the same rows in every run, evenly spread over the table.</summary>
    Modulo,
}
