using System.Text;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>
/// CSV files of three columns with every oddity, and damaged. What is read has to be what <see cref="ReferenceCsv"/> reads; in a tolerant
/// reading every row has its number, whatever rows before it are broken.
/// </summary>
internal sealed class CsvTarget : IFuzzTarget
{
    private const int Columns = 3;
    private const string Header = "a,\"b \"\"☃\"\"\",c";

    private static readonly ImmutableArray<string> Names = ["a", "b \"☃\"", "c"];

    private static readonly string[] Values =
    [
        "", "a", "1.5", "NaN", "1e400", "\"q\"", "\"a \"\"b\"\"\"", "\"x,y\"", "\"two\nlines\"", "\"\"", "\"a\rb\"", "\"\r\"", "\"a\r\nb\"", "\"\n\"", "Zürich", "東京", " spaced ", " \"q\"", "  \"q\"", "\"q,\"  ", "1,5", "'", "\\", "\t", "#", "a\"b",
        "\"x\"y", "\"open", "\u001b[31m", "\0", "\u2028", "twelve bytes", "thirteen byte",
    ];

    private static readonly byte[][] Pieces = [.. Values.Concat(["\n", "\r\n", "\r", ",", "\"", "\n\n", "\uFEFF"]).Select(Encoding.UTF8.GetBytes), [0xFF], [0xC3]];

    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public int Share => 20;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        string end = random.Next(3) switch { 0 => "\r\n", _ => "\n" };
        byte[] rows = Encoding.UTF8.GetBytes(Text(random, end));
        rows = random.Next(2) == 0 ? Damage.Of(random, rows, Pieces) : rows;
        bool hasHeader = random.Next(2) == 0;
        string mark = random.Next(10) == 0 ? "\uFEFF" : "";
        byte[] bytes = [.. Encoding.UTF8.GetBytes(hasHeader ? mark + Header + end : mark), .. rows];
        string path = Path.Combine(folder, "rows.csv");
        File.WriteAllBytes(path, bytes);
        var source = new CsvDataSource(new CsvDataSourceOptions { Path = path, Columns = hasHeader ? [] : Names });
        IReadOnlyList<string?[]?> expected = [.. ReferenceCsv.Read(bytes).Skip(hasHeader ? 1 : 0)];
        bool isRefused = Rows(expected, () => source.Read(Requests, CancellationToken.None), isTolerant: false);
        bool isRefusedTolerantly = Rows(expected, () => source.ReadTolerantly(Requests, CancellationToken.None), isTolerant: true);
        return isRefused || isRefusedTolerantly;
    }

    private static ColumnRequest[] Requests { get; } =
        [.. Names.Select(name => new ColumnRequest(name, ColumnForm.Text))];

    private static string Text(Random random, string end)
    {
        var text = new StringBuilder();
        int rows = random.Next(random.Next(10) == 0 ? 5000 : 12);
        int odd = random.Next(4);
        for (int row = 0; row < rows; row++)
        {
            int columns = random.Next(20) < odd ? random.Next(5) : Columns;
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(_ => random.Next(8) <= odd ? Values[random.Next(Values.Length)] : $"v{random.Next(9)}"));
            text.Append(random.Next(30) < odd ? end + end : end);
        }

        return text.ToString();
    }

    /// <summary>Reads and compares.</summary>
    /// <returns>Whether the file was refused.</returns>
    private static bool Rows(IReadOnlyList<string?[]?> expected, Func<IEnumerable<TableChunk>> read, bool isTolerant)
    {
        long next = 0;
        try
        {
            foreach (TableChunk chunk in read())
            {
                if (chunk.FirstRow != next)
                {
                    throw new FuzzException($"row {chunk.FirstRow} comes where {next} is due{(isTolerant ? ", tolerantly" : "")}");
                }

                for (int row = 0; row < chunk.RowCount; row++, next++)
                {
                    // After a row with wrong quotes two readings need not agree on where the next begins.
                    if (next >= expected.Count || expected[(int)next] is not { } values)
                    {
                        if (next < expected.Count && chunk.Unreadable.Any(broken => broken.Row == row))
                        {
                            return true;
                        }

                        throw new FuzzException($"row {next} of {expected.Count} is read, though there is none or its quotes are wrong{(isTolerant ? ", tolerantly" : "")}");
                    }

                    Compare(values, chunk, row, next);
                }
            }
        }
        catch (BadInputException exception)
        {
            return exception.Message.Length is > 0 and < 2000
                ? true : throw new FuzzException($"a message of {exception.Message.Length} letters");
        }

        return next == expected.Count ? false : throw new FuzzException($"{next} rows are read, {expected.Count} are due");
    }

    private static void Compare(string?[] values, TableChunk chunk, int row, long number)
    {
        bool isBroken = chunk.Unreadable.Any(broken => broken.Row == row);

        // Programs that end each line with a delimiter make empty values after the last column; the engine takes a zero byte for one.
        bool isRight = values.Length >= Columns && values.All(value => value is not null) && values.Skip(Columns).All(value => value is "" or "\0");
        if (isBroken == isRight)
        {
            throw new FuzzException($"row {number} of {values.Length} values is {(isBroken ? "left out" : "read")}");
        }

        for (int column = 0; isRight && column < Columns; column++)
        {
            var texts = (CodedTextColumn)chunk.Columns[column];
            string found = texts.Codes.Span[row] is >= 0 and int code ? texts.Texts[code] : "";
            if (found != values[column])
            {
                throw new FuzzException($"row {number}, column {column} is '{found}', '{values[column]}' is due");
            }
        }
    }
}
