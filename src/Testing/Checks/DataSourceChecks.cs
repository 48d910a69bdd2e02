using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of data sources. The whole table is read several times: a small one will do.</summary>
internal sealed class DataSourceChecks(Subject subject)
{
    private readonly Lazy<IDataSource> _source = new(() => subject.Create<IDataSource>(new ConformanceClock()));

    private IDataSource Source => _source.Value;

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Promises, Promises),
    ];

    private ColumnRequest[] Columns(ColumnForm form) =>
        [.. Source.ReadColumnNames(CancellationToken.None).Select(name => new ColumnRequest(name, form))];

    private IEnumerable<string> Shapes()
    {
        ColumnRequest[] columns = Columns(ColumnForm.Text);
        if (columns.Length == 0 || columns.Select(column => column.Name).Distinct().Count() != columns.Length)
        {
            yield return $"the columns are [{string.Join(", ", columns.Select(column => column.Name))}]; expected at least one, each with a different name.";
        }

        foreach (ColumnForm form in Enum.GetValues<ColumnForm>())
        {
            long next = 0;
            Type[]? kinds = null;
            foreach (TableChunk chunk in Source.Read(Columns(form), CancellationToken.None))
            {
                Type[] found = [.. chunk.Columns.Select(column => column.GetType())];
                kinds ??= found;
                if (chunk.FirstRow != next || chunk.RowCount < 1)
                {
                    yield return $"a chunk begins at row {chunk.FirstRow} and has {chunk.RowCount} rows; expected row {next}, and at least one row.";
                    yield break;
                }

                if (found.Length != columns.Length || !found.SequenceEqual(kinds) || chunk.Columns.Any(column => Length(column) < chunk.RowCount))
                {
                    yield return $"the chunk at row {chunk.FirstRow} has not for each column that is asked for one of the same kind with a value for each row.";
                    yield break;
                }

                next += chunk.RowCount;
            }

            if (next == 0)
            {
                yield return "the table has no row; give one that has some.";
            }
        }
    }

    private IEnumerable<string> Determinism()
    {
        if (Source.Fingerprint(CancellationToken.None) != Source.Fingerprint(CancellationToken.None)
            || subject.Create<IDataSource>(new ConformanceClock()).Fingerprint(CancellationToken.None) != Source.Fingerprint(CancellationToken.None))
        {
            yield return "the fingerprint changes though the table did not; encoded columns could never be used again.";
        }

        foreach (ColumnForm form in Enum.GetValues<ColumnForm>())
        {
            if (!Rows(Columns(form)).SequenceEqual(Rows(Columns(form))))
            {
                yield return $"two readings of the table as {form} differ; it is always read in the same order.";
            }
        }
    }

    private IEnumerable<string> Promises()
    {
        ColumnRequest[] columns = Columns(ColumnForm.Text);
        string[] all = [.. Rows(columns)];
        string[] last = [.. Rows([columns[^1]])];
        if (!last.SequenceEqual(all.Select(row => row[(row.LastIndexOf('\u001f') + 1)..])))
        {
            yield return $"the column '{columns[^1].Name}' alone is read otherwise than among the others.";
        }

        if (Source.CountRows(CancellationToken.None) is { } counted && counted != all.Length)
        {
            yield return $"CountRows gives {counted}, and {all.Length} rows are read.";
        }

        // A reading that is left early leaves nothing that the next one stumbles over.
        foreach (TableChunk chunk in Source.Read(columns, CancellationToken.None))
        {
            if (chunk.RowCount > 0)
            {
                break;
            }
        }

        if (!Rows(columns).SequenceEqual(all))
        {
            yield return "a reading that was left early changes the next one.";
        }

        if (Source.Description.Length == 0 || Source.DescribeRow(0).Length == 0 || Source.DescribeRow(0) == Source.DescribeRow(1))
        {
            yield return "a person can't tell the table or its rows apart: Description and DescribeRow say what to look at.";
        }

        string[] told = [Source.Description, Source.DescribeRow(0), Source.Fingerprint(CancellationToken.None)];
        if (subject.Options is IPluginOptions options
            && subject.Secrets(PluginChecks.Text(options)).Any(secret => told.Any(text => text.Contains(secret, StringComparison.Ordinal))))
        {
            yield return "Description, DescribeRow or Fingerprint shows a secret; the first two are in messages, the third is in the run folder.";
        }

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        bool isHeard;
        try
        {
            isHeard = !Source.Read(columns, cancelled.Token).Any();
        }
        catch (OperationCanceledException)
        {
            isHeard = true;
        }

        if (!isHeard)
        {
            yield return "a cancelled reading continues; expected an OperationCanceledException.";
        }
    }

    private static int Length(TableColumn column) => column switch
    {
        NumberColumn numbers => numbers.Values.Length,
        CodedTextColumn coded => coded.Codes.Length,
        TextColumn texts => texts.Values.Length,
        _ => 0,
    };

    private IEnumerable<string> Rows(ColumnRequest[] columns) =>
        Source.Read(columns, CancellationToken.None).SelectMany(chunk => Enumerable.Range(0, chunk.RowCount)
            .Select(row => string.Join('\u001f', chunk.Columns.Select(column => Value(column, row)))));

    private static string Value(TableColumn column, int row) => column switch
    {
        NumberColumn numbers => $"{numbers.Values.Span[row]:r}",
        CodedTextColumn coded => coded.Codes.Span[row] < 0 ? "\0" : coded.Texts[coded.Codes.Span[row]],
        TextColumn texts => texts.Values.Span[row] ?? "\0",
        _ => "",
    };
}
