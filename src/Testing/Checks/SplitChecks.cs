using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of splits: with a table of 1,000 rows whose columns hold the numbers of the rows.</summary>
internal sealed class SplitChecks(Subject subject)
{
    private const int Rows = 1000;
    private const string Faulty = "fault";

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes()
    {
        (string[] splits, _, SplitAssigner assigner) = Assign(chunk: 100);
        if (splits.FirstOrDefault(split => !Enum.GetNames<DataSplit>().Contains(split) && split != Faulty) is { } other)
        {
            yield return $"assigns a row to '{other}'; expected one of {string.Join(", ", Enum.GetNames<DataSplit>())}.";
        }

        foreach (DataSplit split in new[] { DataSplit.Training, DataSplit.Validation, DataSplit.Test })
        {
            if (assigner.WhyEmpty(split) is { Length: 0 } || assigner.Describe(split) is { Length: 0 })
            {
                yield return $"WhyEmpty or Describe gives an empty text for {split}; expected null where there is nothing to say.";
            }
        }
    }

    /// <summary>The same rows, whatever the chunks, and whichever instance.</summary>
    private IEnumerable<string> Determinism()
    {
        (string[] first, _, _) = Assign(chunk: Rows);
        if (!first.SequenceEqual(Assign(chunk: Rows).Splits))
        {
            yield return "two instances assign the same rows otherwise; a split depends on options and rows only.";
        }

        if (!first.SequenceEqual(Assign(chunk: 7).Splits))
        {
            yield return "rows are assigned otherwise when they come in chunks of 7; expected the same splits whatever the chunks.";
        }
    }

    private IEnumerable<string> Promises()
    {
        (string[] splits, IReadOnlyList<SplitFault> faults, _) = Assign(chunk: 100);
        if (faults.FirstOrDefault(fault => fault.Code.Length == 0 || fault.Reason.Length == 0) is { Column: not null } empty)
        {
            yield return $"a row's fault in '{empty.Column}' has no code or no reason.";
        }

        ISplit split = subject.Create<ISplit>(new ConformanceClock());
        if (faults.FirstOrDefault(fault => !split.Columns.Any(column => column.Name == fault.Column)) is { Column: not null } foreign)
        {
            yield return $"a row's fault is in '{foreign.Column}', which is not one of its columns.";
        }

        if (splits.Length != Rows)
        {
            yield return $"assigns {splits.Length} of {Rows} rows.";
        }
    }

    private (string[] Splits, IReadOnlyList<SplitFault> Faults, SplitAssigner Assigner) Assign(int chunk)
    {
        ISplit split = subject.Create<ISplit>(new ConformanceClock());
        IDataSource source = split.Source(new NumberedRows(split.Columns, chunk));
        SplitAssigner assigner = split.Prepare(source, () => source.Read(split.Columns, CancellationToken.None));
        var splits = new List<string>();
        var faults = new List<SplitFault>();
        foreach (TableChunk rows in source.Read(split.Columns, CancellationToken.None))
        {
            var ofChunk = new DataSplit[rows.RowCount];
            var faultsOfChunk = new List<SplitFault>();
            assigner.Assign(rows.FirstRow, rows.Columns, ofChunk, faultsOfChunk);
            splits.AddRange(ofChunk.Select((value, row) => faultsOfChunk.Any(fault => fault.Row == row) ? Faulty : $"{value}"));
            faults.AddRange(faultsOfChunk);

            // A split may put further tables behind this one, which are not its own to be checked.
            if (splits.Count >= Rows)
            {
                break;
            }
        }

        return ([.. splits], faults, assigner);
    }

    /// <summary>A table whose columns all hold the row's number.</summary>
    private sealed class NumberedRows(ImmutableArray<ColumnRequest> columns, int chunkRows) : IDataSource
    {
        public string Description => "numbered rows";

        public string Fingerprint(CancellationToken cancellation) => "numbered rows";

        public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [.. columns.Select(column => column.Name).Distinct()];

        public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> requests, CancellationToken cancellation)
        {
            for (int first = 0; first < Rows; first += chunkRows)
            {
                int count = Math.Min(chunkRows, Rows - first);
                double[] numbers = [.. Enumerable.Range(first, count).Select(row => (double)row)];
                yield return new TableChunk(first, count, [.. requests.Select(TableColumn (_) => new NumberColumn(numbers))]);
            }
        }

        public string DescribeRow(long row) => $"row {row}";
    }
}
