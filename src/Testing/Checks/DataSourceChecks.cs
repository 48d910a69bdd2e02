using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of data sources. The whole table is read several times: a small one will do.</summary>
internal sealed class DataSourceChecks(Subject subject)
{
    private readonly Lazy<IDataSource> _source = new(() => subject.Create<IDataSource>(new ConformanceClock()));
    private readonly Dictionary<ColumnRequest, bool> _given = [];

    private IDataSource Source => _source.Value;

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Promises, Promises),
    ];

    private ImmutableArray<string> Names => Source.ReadColumnNames(CancellationToken.None);

    /// <summary>The columns that the source gives in a form.</summary>
    private ColumnRequest[] Columns(ColumnForm form) => [.. Names.Select(name => new ColumnRequest(name, form)).Where(IsGiven)];

    /// <summary>Each column in the first form in which the source gives it.</summary>
    private ColumnRequest[] EachColumn() =>
        [.. Names.SelectMany(name => Enum.GetValues<ColumnForm>().Select(form => new ColumnRequest(name, form)).Where(IsGiven).Take(1))];

    /// <summary>A source refuses a form that doesn't go with a column's type before it gives a row.</summary>
    private bool IsGiven(ColumnRequest request)
    {
        if (!_given.TryGetValue(request, out bool isGiven))
        {
            try
            {
                using IEnumerator<TableChunk> chunks = Source.Read([request], CancellationToken.None).GetEnumerator();
                chunks.MoveNext();
                isGiven = true;
            }
            catch (BadInputException)
            {
                isGiven = false;
            }

            _given.Add(request, isGiven);
        }

        return isGiven;
    }

    private IEnumerable<string> Shapes()
    {
        ImmutableArray<string> names = Names;
        if (names.IsEmpty || names.Distinct().Count() != names.Length)
        {
            yield return $"the columns are [{string.Join(", ", names)}]; expected at least one, each with a different name.";
        }

        foreach (string name in names.Except(EachColumn().Select(column => column.Name)))
        {
            yield return $"the column '{name}' is given in no form.";
        }

        foreach (ColumnForm form in Enum.GetValues<ColumnForm>())
        {
            ColumnRequest[] columns = Columns(form);
            if (columns.Length == 0)
            {
                continue;
            }

            long next = 0;
            (Type Column, Type? Values)[]? kinds = null;
            foreach (TableChunk chunk in Source.Read(columns, CancellationToken.None))
            {
                (Type Column, Type? Values)[] found = [.. chunk.Columns.Select(column => (column.GetType(), (column as ListColumn)?.Values.GetType()))];
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

                foreach (string fault in chunk.Columns.Select(column => ListFault(column, form, chunk.RowCount)).OfType<string>().Take(1))
                {
                    yield return $"in the chunk at row {chunk.FirstRow}, read as {form}, {fault}.";
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
        ColumnRequest[] columns = EachColumn();
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
        ListColumn lists => lists.Ends.Length,
        _ => 0,
    };

    /// <summary>What is wrong with a column of lists; null for any other column.</summary>
    private static string? ListFault(TableColumn column, ColumnForm form, int rows)
    {
        if (column is not ListColumn lists)
        {
            return null;
        }

        int[] ends = lists.Ends.Span[..rows].ToArray();
        return form is not (ColumnForm.TextList or ColumnForm.NumberList) ? "a column has lists, expected single values"
            : lists.Values is ListColumn ? "a column has lists of lists, expected lists of single values"
            : ends.Zip(ends.Prepend(0)).Any(pair => pair.First < pair.Second) || ends[^1] > Length(lists.Values) ? "lists end before they start, or behind their values"
            : !lists.Missing.IsEmpty && lists.Missing.Length < rows ? "Missing is shorter than the chunk"
            : Enumerable.Range(0, rows).Any(row => lists.IsMissing(row) && lists.RangeOf(row) is var (start, end) && start != end) ? "a list that is missing has values"
            : null;
    }

    private IEnumerable<string> Rows(ColumnRequest[] columns) =>
        Source.Read(columns, CancellationToken.None).SelectMany(chunk => Enumerable.Range(0, chunk.RowCount)
            .Select(row => string.Join('\u001f', chunk.Columns.Select(column => Value(column, row)))));

    private static string Value(TableColumn column, int row) => column switch
    {
        NumberColumn numbers => $"{numbers.Values.Span[row]:r}",
        CodedTextColumn coded => coded.Codes.Span[row] < 0 ? "\0" : coded.Texts[coded.Codes.Span[row]],
        TextColumn texts => texts.Values.Span[row] ?? "\0",
        ListColumn lists when lists.IsMissing(row) => "\0",
        ListColumn lists => lists.RangeOf(row) is var (start, end) ? string.Join('\u001e', Enumerable.Range(start, end - start).Select(place => Value(lists.Values, place)).Prepend("list")) : "",
        _ => "",
    };
}
