using MmoePipeline.Composition;
using MmoePipeline.Construction;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Files;

/// <summary>Trains on all rows of <c>data.source</c>, and reads validation and test from tables of their own.</summary>
/// <remarks>
/// <para>The tables have the same columns, in any order. Rows are numbered through: first those to train on, then validation, then test.</para>
/// <para>When to use it: for data that comes split into files, such as a public benchmark.</para>
/// </remarks>
[Plugin("files")]
public sealed class FilesSplit(FilesSplitOptions options, PluginActivator activator) : ISplit
{
    private readonly IDataSource _validation = activator.Create(options.Validation);
    private readonly IDataSource _test = activator.Create(options.Test);

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [];

    /// <inheritdoc/>
    public IDataSource Source(IDataSource rows) => new JoinedSource([rows, _validation, _test]);

    /// <inheritdoc/>
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) =>
        new Assigner((JoinedSource)source);

    private sealed class Assigner(JoinedSource source) : SplitAssigner
    {
        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults) =>
            splits.Fill((DataSplit)source.TableOf(firstRow));

        public override string? WhyEmpty(DataSplit split) => $"{source.Tables[(int)split].Description} has no row";

        public override string? Describe(DataSplit split) => source.Tables[(int)split].Description;
    }
}
