using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Events;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>The rows of a table that can't be used, while it is read: they end the reading, or are counted and left out.</summary>
internal sealed class BadRows : IDisposable
{
    /// <summary>Problems that are reported; more would be more of the same.</summary>
    private const int ExampleLimit = 10;

    /// <summary>Characters of a value that are kept: enough to find it by.</summary>
    private const int CellLimit = 1000;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDataSource _source;
    private readonly BadRowPolicy _policy;
    private readonly List<Problem> _examples = [];
    private readonly List<RejectedRowCount> _columns = [];
    private readonly FileStream? _quarantine;
    private long _count;

    /// <summary>Begins with none.</summary>
    /// <param name="source">The table.</param>
    /// <param name="policy">What becomes of them.</param>
    /// <param name="folder">Where a temporary file may be.</param>
    public BadRows(IDataSource source, BadRowPolicy policy, string folder)
    {
        (_source, _policy) = (source, policy);
        _quarantine = policy != BadRowPolicy.Quarantine ? null : new FileStream(
            Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
    }

    /// <summary>Whether there are enough problems to end the reading.</summary>
    public bool AreTooMany => _policy == BadRowPolicy.Fail && _examples.Count >= ExampleLimit;

    /// <summary>Problems of a chunk that are of use; those of further rows are not looked at.</summary>
    public int Room => _policy == BadRowPolicy.Fail ? ExampleLimit - _examples.Count : int.MaxValue;

    /// <summary>The lines for the run folder, in the order of the rows; null where none are kept.</summary>
    public Stream? Quarantine => _quarantine;

    /// <summary>Adds a row that has values which can't be used.</summary>
    /// <param name="row">The row's number in the table.</param>
    /// <param name="problems">The columns, and what is wrong with their values.</param>
    /// <param name="cells">The columns that were read, and what is in them.</param>
    public void Add(long row, IEnumerable<RowProblem> problems, IEnumerable<(string Name, string? Text)> cells) =>
        Add(row, problems, json =>
        {
            json.WriteStartObject("cells");
            foreach ((string name, string? text) in cells)
            {
                json.WriteString(name, text is null ? null : CellText.Cut(text, CellLimit));
            }

            json.WriteEndObject();
        });

    /// <summary>Adds a row that can't be split into values.</summary>
    /// <param name="row">The row's number in the table.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="line">What was read.</param>
    public void AddUnreadable(long row, RowProblem problem, string line) =>
        Add(row, [problem], json => json.WriteString("line", CellText.Cut(line, CellLimit)));

    /// <summary>What was left out.</summary>
    /// <param name="rows">The rows that the split gives a use.</param>
    /// <exception cref="BadInputException">There are bad rows, and the policy is that they end the reading.</exception>
    public DataFaults Summary(long rows) => _policy == BadRowPolicy.Fail && _examples.Count > 0
        ? throw new BadInputException([.. _examples])
        : new DataFaults(_policy, rows, _count, [.. _columns], [.. _examples]);

    /// <summary>Reports where more rows were left out than may be.</summary>
    /// <param name="faults">What was left out.</param>
    /// <param name="limit">The share that may be.</param>
    /// <param name="table">What a person knows the table by.</param>
    /// <exception cref="BadInputException">There are more.</exception>
    public static void ThrowIfAbove(DataFaults faults, double limit, string table)
    {
        if (faults.Share > limit)
        {
            throw new BadInputException(
            [
                new Problem(DataCodes.TooManyRejected, "data.onBadRow.limit", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{faults.BadRows:N0} of {faults.Rows:N0} rows of {table} can't be used, {faults.Share:P2}; {limit:P2} may be left out. The first are:")),
                .. faults.Examples,
            ]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _quarantine?.Dispose();

    private void Add(long row, IEnumerable<RowProblem> problems, Action<Utf8JsonWriter> writeContent)
    {
        _count++;
        string place = _source.DescribeRow(row);
        foreach (RowProblem problem in problems)
        {
            Count(problem.Column);
            if (_examples.Count < ExampleLimit)
            {
                _examples.Add(problem.At(place));
            }
        }

        if (_quarantine is not null)
        {
            Write(_quarantine, row, place, problems, writeContent);
        }
    }

    private void Count(string column)
    {
        int index = _columns.FindIndex(count => count.Column == column);
        if (index < 0)
        {
            _columns.Add(new RejectedRowCount(column, 1));
        }
        else
        {
            _columns[index] = _columns[index] with { Rows = _columns[index].Rows + 1 };
        }
    }

    private static void Write(
        FileStream to,
        long row,
        string place,
        IEnumerable<RowProblem> problems,
        Action<Utf8JsonWriter> writeContent)
    {
        using (var json = new Utf8JsonWriter(to, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("row", row);
            json.WriteString("place", place);
            json.WriteStartArray("problems");
            foreach ((string column, string code, string reason) in problems)
            {
                json.WriteStartObject();
                if (column.Length > 0)
                {
                    json.WriteString("column", column);
                }

                json.WriteString("code", code);
                json.WriteString("reason", reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            writeContent(json);
            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }
}
