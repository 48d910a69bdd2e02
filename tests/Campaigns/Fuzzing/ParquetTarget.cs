using System.Globalization;
using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>
/// Tables of Parquet files with random schemas, physical types and row groups; some are damaged. Each column is read as texts, numbers and
/// identifiers, and has to be what <see cref="ParquetReference"/> reads, or refused where no reading is right.
/// </summary>
internal sealed class ParquetTarget : IFuzzTarget
{
    private static readonly string[] Names = ["p", "a \"\"b\"\"", "☃", "select", "c0"];
    private static readonly string[] Compressions = ["uncompressed", "snappy", "zstd", "gzip"];

    /// <inheritdoc/>
    public string Name => "parquet";

    /// <inheritdoc/>
    public int Share => 10;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        using var engine = new DuckDBConnection("DataSource=:memory:");
        engine.Open();
        Run(engine, "SET TimeZone = 'UTC'; SET threads = 1");
        string[] names = [.. Names];
        random.Shuffle(names);
        names = names[..2];
        ParquetFuzzType[] types = [.. names.Select(_ => Draw(random))];
        string[] files = [.. Enumerable.Range(0, random.Next(4) == 0 ? 3 : random.Next(1, 3)).Select(file => Write(engine, random, Path.Combine(folder, $"part-{file}.parquet"), names, types))];
        bool isDamaged = random.Next(10) == 0;
        if (isDamaged)
        {
            string file = files[random.Next(files.Length)];
            File.WriteAllBytes(file, Damage.Of(random, File.ReadAllBytes(file), [[0], [0xFF], "PAR1"u8.ToArray()]));
        }

        var source = new ParquetDataSource(random.Next(2) == 0
            ? new() { Files = new() { Paths = [.. files] } } : new() { Files = new() { Patterns = [Path.Combine(folder, "part-*.parquet")] } });
        bool isRefused = false;

        // The other one is there for its place, which is not the same in each file.
        string column = names[0].Replace("\"\"", "\"", StringComparison.Ordinal);
        ImmutableArray<ParquetReference> expected = isDamaged ? [] : [.. files.Select(file => ParquetReference.Read(engine, file, names[0]))];
        foreach (ColumnForm form in Enum.GetValues<ColumnForm>())
        {
            isRefused |= IsRefused(source, column, form, expected, isDamaged);
        }

        return isRefused;
    }

    private static ParquetFuzzType Draw(Random random) => ParquetFuzzType.All[random.Next(ParquetFuzzType.All.Length)];

    /// <summary>A type in place of another: most often one that goes with it.</summary>
    private static ParquetFuzzType Other(Random random, ParquetFuzzType type)
    {
        ParquetFuzzType other = Draw(random);
        while (random.Next(20) > 0 && other.Group != type.Group)
        {
            other = Draw(random);
        }

        return other;
    }

    private static string Write(DuckDBConnection engine, Random random, string path, string[] names, ParquetFuzzType[] types)
    {
        int rows = random.Next(8) switch { 0 => 4200, 1 => random.Next(2040, 2060), 2 => 0, _ => random.Next(1, 40) };
        int[] order = [.. Enumerable.Range(0, names.Length)];
        random.Shuffle(order);
        string columns = string.Join(", ", order.Select(column => $"{(random.Next(4) == 0 ? Other(random, types[column]) : types[column]).Column(random)} AS \"{names[column]}\""));
        Run(engine, $"COPY (SELECT {columns} FROM range({rows})) TO '{path}' (FORMAT parquet, COMPRESSION {Compressions[random.Next(Compressions.Length)]}, ROW_GROUP_SIZE 2048)");
        return path;
    }

    private static void Run(DuckDBConnection engine, string sql)
    {
        using DuckDBCommand command = engine.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static bool IsRefused(ParquetDataSource source, string column, ColumnForm form, ImmutableArray<ParquetReference> files, bool isDamaged)
    {
        bool hasWrongBytes = files.Any(file => file.HasWrongBytes);
        bool isFractional = files.Any(file => file.IsFractional);
        bool isListForm = form is ColumnForm.TextList or ColumnForm.NumberList;
        bool hasLists = isListForm && files.Any(file => file.IsList);

        // A form of lists gives single values as texts.
        bool isText = (form == ColumnForm.Text || isListForm) && !hasLists;
        bool hasInexact = isText && isFractional && files.Any(file => file.HasInexact);
        bool isWrong = form switch
        {
            ColumnForm.Identifier => false,
            ColumnForm.Number => files.Any(file => !file.IsNumber && !file.IsText && file.Type != "BOOLEAN"),
            _ when hasLists => files.Any(file => !file.IsList || (form == ColumnForm.TextList && file.Type != files[0].Type)),
            _ => files.Any(file => file.IsNested || !file.GoesWith(files[0])),
        };
        (string Type, string? Text, double? Number)[] expected =
        [
            .. files.SelectMany(file => Enumerable.Range(0, file.Texts.Length).Select(row => (
                file.Type,
                isText ? file.Category(row) : file.Texts[row],
                form == ColumnForm.Identifier || (isText && !(isFractional && file.IsNumber)) || hasLists || isWrong ? null
                    : isText && file.Texts[row] is { } text && file.Type == "FLOAT" ? NumberOf(text) : file.Number(row)))),
        ];
        long next = 0;
        try
        {
            foreach (TableChunk chunk in source.Read([new ColumnRequest(column, form)], CancellationToken.None))
            {
                for (int row = 0; row < chunk.RowCount; row++, next++)
                {
                    if (!isDamaged)
                    {
                        string place = $"{column} as {form}, row {next} of {string.Join(", ", files.Select(file => file.Type))}";
                        Compare(expected[next], chunk.Columns[0], row, place);
                    }
                }
            }
        }
        catch (BadInputException exception)
        {
            bool isNamed = exception.Message.Contains(".parquet", StringComparison.Ordinal) && exception.Message.Length < 2000;
            return isNamed && (isDamaged || isWrong || hasWrongBytes || hasInexact) ? true : throw new FuzzException($"{column} as {form} is refused: {exception.Message}");
        }

        return isDamaged || (!isWrong && !hasWrongBytes && next == expected.Length)
            ? false : throw new FuzzException($"{column} as {form} of {string.Join(", ", files.Select(file => file.Type))}: {next} rows of {expected.Length} are read");
    }

    /// <summary>The double of a 32-bit number's text, as a category has it.</summary>
    private static double NumberOf(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static void Compare((string Type, string? Text, double? Number) expected, TableColumn column, int row, string place)
    {
        (string? found, bool isRight) = column switch
        {
            NumberColumn { Unreadable: { } wrong } when wrong.TryGetValue(row, out string? text) => (text, expected.Number is null && text == expected.Text),
            NumberColumn numbers => (numbers.Values.Span[row].ToString("R", CultureInfo.InvariantCulture), expected.Number is { } number && IsSame(numbers.Values.Span[row], number, expected.Type)),
            CodedTextColumn coded => (coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null, Text(coded, row) == expected.Text),
            ListColumn lists => (lists.TextAt(row), lists.TextAt(row) == expected.Text),
            TextColumn texts => (texts.Values.Span[row], texts.Values.Span[row] == expected.Text),
            _ => throw new FuzzException($"{place} is a {column.GetType().Name}"),
        };
        if (!isRight)
        {
            throw new FuzzException($"{place} is '{found}', expected '{expected.Text}' ({expected.Number})");
        }
    }

    private static string? Text(CodedTextColumn coded, int row) => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null;

    /// <summary>The engine divides to make a double of a decimal fraction, so the last bit may be another one.</summary>
    private static bool IsSame(double found, double expected, string type) =>
        found.Equals(expected) || (type.StartsWith("DECIMAL", StringComparison.Ordinal) && Math.Abs(found - expected) <= Math.Abs(expected) * 1e-15);
}
