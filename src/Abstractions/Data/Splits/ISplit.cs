using MmoePipeline.Composition;

namespace MmoePipeline.Data.Splits;

/// <summary>
/// Decides which rows of a table are for training, for validation and for the test. The decision depends on the options, the rows and their order
/// only: the cache of encoded columns is keyed by options and rows.
/// </summary>
[PluginKind("split")]
public interface ISplit
{
    /// <summary>The columns that the decision needs, in addition to the rows' numbers; empty for none.</summary>
    ImmutableArray<ColumnRequest> Columns { get; }

    /// <summary>The table that is split: the configured one, or one that puts other tables behind it.</summary>
    /// <param name="rows">The configured table.</param>
    IDataSource Source(IDataSource rows) => rows;

    /// <summary>Prepares the decision for one reading of the table.</summary>
    /// <param name="source">The table that is read: what <see cref="Source"/> gave.</param>
    /// <param name="read">
    /// Reads the <see cref="Columns"/> of all rows, for splits that depend on the table as a whole, such as shares of a period. Each call is a
    /// reading of the table.
    /// </param>
    /// <returns>The decision, which is asked chunk by chunk, in the order of the rows.</returns>
    /// <exception cref="BadInputException">The table can't be split in this way.</exception>
    SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read);
}
