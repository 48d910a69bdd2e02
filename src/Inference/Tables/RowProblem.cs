namespace MmoePipeline.Inference.Tables;

/// <summary>What is wrong with a value of a row, or with the row as a whole.</summary>
/// <param name="Column">The column; empty for the row as a whole.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Reason">What is wrong and what is expected, without place and full stop.</param>
internal readonly record struct RowProblem(string Column, string Code, string Reason)
{
    /// <summary>The problem at the row's place.</summary>
    /// <param name="place">Where the row is, for instance <c>rows.csv:3</c>.</param>
    public Problem At(string place) => new(Code, place, Column.Length == 0 ? $"{Reason}." : $"{Column}: {Reason}.");
}
