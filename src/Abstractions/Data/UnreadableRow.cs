namespace MmoePipeline.Data;

/// <summary>A row that can't be split into values, for instance one with too few.</summary>
/// <param name="Row">The row of the chunk, from 0.</param>
/// <param name="Reason">What is wrong and what is expected, without the place: <c>expected 3 values, found 2</c>.</param>
/// <param name="Text">What was read, as far as it could be.</param>
public readonly record struct UnreadableRow(int Row, string Reason, string Text)
{
    /// <summary>The kind of problem; third-party sources use a prefix of their own, or leave it out.</summary>
    public string Code { get; init; } = TableCodes.UnreadableRow;
}
