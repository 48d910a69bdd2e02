namespace MmoePipeline.Data.Splits;

/// <summary>Assigns the rows of one reading of a table to splits.</summary>
public abstract class SplitAssigner
{
    /// <summary>Assigns the rows of a chunk.</summary>
    /// <param name="firstRow">The number of the chunk's first row in the table, from 0.</param>
    /// <param name="columns">The <see cref="ISplit.Columns"/> of the chunk, in their order.</param>
    /// <param name="splits">Gets the split of each row of the chunk.</param>
    /// <param name="faults">
    /// Gets the rows that can't be assigned, in ascending order; what <paramref name="splits"/> holds for them doesn't matter. Rows that can't be split into
    /// values are reported on their own, whatever is added for them.
    /// </param>
    public abstract void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults);

    /// <summary>What a person should know about a split that got no row, for instance the period of the table; null for nothing.</summary>
    /// <param name="split">Training, validation or test.</param>
    public virtual string? WhyEmpty(DataSplit split) => null;

    /// <summary>What the rows of a split have in common, for the report, for instance their period; null for nothing.</summary>
    /// <param name="split">Training, validation or test.</param>
    public virtual string? Describe(DataSplit split) => null;
}

/// <summary>A row that can't be assigned to a split because of one of its values.</summary>
/// <param name="Row">The row of the chunk, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Code">The kind of problem; third-party plugins use a prefix of their own.</param>
/// <param name="Reason">What was found and what is expected, without place and full stop.</param>
public readonly record struct SplitFault(int Row, string Column, string Code, string Reason);
