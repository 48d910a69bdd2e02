using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>Columns of lists: their values, their missing parts, and the types that are refused.</summary>
public sealed class ParquetListsTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Lists as SQL writes them come back value by value, whatever their lengths; with the rows in any order, of which some are left out.</summary>
    [Fact]
    public void Random_lists_come_back_as_they_were_written()
    {
        Gen<int?> value = Gen.Frequency((1, Gen.Const((int?)null)), (9, Gen.Int[-50, 400].Select(number => (int?)number)));
        Gen<int?[]?> list = Gen.Frequency((1, Gen.Const((int?[]?)null)), (2, Gen.Const(Array.Empty<int?>())!), (6, value.Array[1, 8]!), (1, value.Array[100, 300]!));
        int file = 0;
        list.Array[1, 60].Sample(
            lists =>
            {
                string path = _files.PathOf($"{Interlocked.Increment(ref file)}.parquet");
                string rows = string.Join(", ", lists.Select((values, row) => $"({row}, {(values is null ? "NULL" : $"[{string.Join(", ", values.Select(number => number is null ? "NULL" : $"{number}"))}]")}::INTEGER[])"));
                _files.Parquet($"SELECT row, l, l::VARCHAR[] AS texts, l::DOUBLE[] AS numbers FROM (VALUES {rows}) AS t(row, l) ORDER BY row", Path.GetFileName(path));
                var source = new ParquetDataSource(new() { Path = path });
                string?[]?[] expected = [.. lists.Select(values => values?.Select(number => number?.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
                foreach ((string column, ColumnForm form) in new[]
                {
                    ("l", ColumnForm.TextList), ("l", ColumnForm.NumberList), ("texts", ColumnForm.TextList), ("texts", ColumnForm.NumberList), ("numbers", ColumnForm.TextList), ("numbers", ColumnForm.NumberList),
                })
                {
                    Assert.Equal(expected, SourceRows.Lists(source, column, form));
                }
            },
            iter: 30,
            threads: 1);
    }

    /// <summary>Several chunks, lists of very different lengths, and a chunk whose values are many times its rows.</summary>
    [Fact]
    public void Buffers_grow_with_the_values_of_a_chunk()
    {
        string path = _files.Parquet(
            "SELECT CASE WHEN range % 7 = 3 THEN NULL WHEN range = 3000 THEN range(40000) ELSE range(range, range + range % 12) END AS l, "
            + "CASE WHEN range % 7 = 3 THEN NULL WHEN range = 3000 THEN range(40000) ELSE range(range, range + range % 12) END::VARCHAR[] AS texts FROM range(5000)",
            "long.parquet");
        var source = new ParquetDataSource(new() { Path = path });
        foreach ((string column, ColumnForm form) in new[] { ("l", ColumnForm.TextList), ("l", ColumnForm.NumberList), ("texts", ColumnForm.TextList), ("texts", ColumnForm.NumberList) })
        {
            List<string?[]?> lists = SourceRows.Lists(source, column, form);
            Assert.Equal(5000, lists.Count);
            for (int row = 0; row < lists.Count; row++)
            {
                IEnumerable<int> expected = row == 3000 ? Enumerable.Range(0, 40000) : Enumerable.Range(row, row % 12);
                Assert.Equal(row % 7 == 3 ? null : expected.Select(value => $"{value}"), lists[row]);
            }
        }
    }

    /// <summary>The texts of values in lists are those that single values of the type have.</summary>
    [Theory]
    [InlineData("1.50::DECIMAL(9, 2)")]
    [InlineData("3.00::DECIMAL(9, 2)")]
    [InlineData("0.1::FLOAT")]
    [InlineData("1.0::DOUBLE")]
    [InlineData("-5::TINYINT")]
    [InlineData("18446744073709551615::UBIGINT")]
    [InlineData("(-9223372036854775807 - 1)::BIGINT")]
    [InlineData("170141183460469231731687303715884105727::HUGEINT")]
    [InlineData("true")]
    [InlineData("'007'")]
    [InlineData("encode('café')")]
    [InlineData("DATE '2026-01-01'")]
    [InlineData("TIMESTAMPTZ '2026-01-01 03:30:00.5+03:30'")]
    [InlineData("'x'::ENUM ('x', 'y')")]
    public void Values_have_the_texts_of_single_values(string value)
    {
        var source = new ParquetDataSource(new() { Path = _files.Parquet($"SELECT {value} AS single, [{value}, NULL] AS l", "a.parquet") });
        string text = SourceRows.Texts(source, "single")[0];
        Assert.Equal([[text, null]], SourceRows.Lists(source, "l", ColumnForm.TextList));
    }

    [Fact]
    public void An_array_is_a_list_of_fixed_length()
    {
        string query = "SELECT array_value(0::FLOAT, NULL, 2) AS a UNION ALL SELECT NULL UNION ALL SELECT array_value(0.2::FLOAT, NULL, 2)";
        var source = new ParquetDataSource(new() { Path = _files.Parquet(query, "a.parquet") });
        Assert.Equal([["0", null, "2"], null, ["0.2", null, "2"]], SourceRows.Lists(source, "a", ColumnForm.TextList));
        Assert.Equal([["0", null, "2"], null, ["0.20000000298023224", null, "2"]], SourceRows.Lists(source, "a", ColumnForm.NumberList));
    }

    [Theory]
    [InlineData("[1]", "[1.0::DOUBLE, 0.5]", "1;1,0.5")]
    [InlineData("[0.1::FLOAT]", "[0.1::DOUBLE]", "0.1;0.1")]
    [InlineData("[1.50::DECIMAL(9, 2)]", "[3::BIGINT]", "1.5;3")]
    [InlineData("[7::UBIGINT]", "[7::INTEGER]", "7;7")]
    [InlineData("['a']", "[encode('a')]", "a;a")]
    public void Lists_of_several_files_have_one_meaning(string first, string second, string expected) => Assert.Equal(
        expected.Split(';').Select(list => list.Split(',')), SourceRows.Lists(Both(first, second), "p", ColumnForm.TextList));

    [Theory]
    [InlineData("[1]", "['1']", ColumnForm.TextList, "VARCHAR[]")]
    [InlineData("[1]", "1", ColumnForm.TextList, "INTEGER")]
    [InlineData("'1'", "['1']", ColumnForm.NumberList, "VARCHAR")]
    [InlineData("[DATE '2026-01-01']", "[TIMESTAMP '2026-01-01 00:00:00']", ColumnForm.TextList, "TIMESTAMP[]")]
    public void Lists_of_several_files_that_do_not_go_together_are_refused(string first, string second, ColumnForm form, string type)
    {
        string file = type == "VARCHAR" ? "a.parquet" : "b.parquet";
        BadInputException exception = ProblemAssert.Throws(() => Both(first, second).Read([new ColumnRequest("p", form)], default).ToArray(), $"MMOE2305 {file}");
        Assert.Contains($" {type}, ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[1]]", ColumnForm.TextList, "INTEGER[][]")]
    [InlineData("[{'x': 0}]", ColumnForm.TextList, "STRUCT(x INTEGER)[]")]
    [InlineData("[MAP {'k': 1}]", ColumnForm.NumberList, "MAP(VARCHAR, INTEGER)[]")]
    [InlineData("{'x': [1]}", ColumnForm.TextList, "STRUCT(x INTEGER[])")]
    [InlineData("MAP {'k': 1}", ColumnForm.NumberList, "MAP(VARCHAR, INTEGER)")]
    [InlineData("[DATE '2026-01-01']", ColumnForm.NumberList, "DATE[]")]
    public void Lists_of_anything_else_than_single_values_are_refused(string value, ColumnForm form, string type)
    {
        var source = new ParquetDataSource(new() { Path = _files.Parquet($"SELECT {value} AS p", "a.parquet") });
        BadInputException exception = ProblemAssert.Throws(() => source.Read([new ColumnRequest("p", form)], default).ToArray(), "MMOE2304 a.parquet");
        Assert.Contains($"'p' is {type}, ", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever asks for a list can split a text.</summary>
    [Theory]
    [InlineData(ColumnForm.TextList)]
    [InlineData(ColumnForm.NumberList)]
    public void A_single_value_is_given_as_text(ColumnForm form)
    {
        var source = new ParquetDataSource(new() { Path = _files.Parquet("SELECT 'a,b' AS t, 7 AS n", "a.parquet") });
        TableChunk chunk = Assert.Single(source.Read([new ColumnRequest("t", form), new ColumnRequest("n", form)], default));
        Assert.Equal(["a,b", "7"], chunk.Columns.Select(column => Assert.IsType<CodedTextColumn>(column).TextAt(0)));
    }

    [Fact]
    public void A_text_of_a_list_that_is_not_utf8_is_refused_with_its_row()
    {
        string path = _files.Parquet("SELECT CASE WHEN range % 3 = 0 THEN [] WHEN range = 2500 THEN [encode('a'), '\\xC3\\x28'::BLOB] ELSE [encode('7')] END AS p FROM range(5000)", "a.parquet");
        foreach (ColumnForm form in new[] { ColumnForm.TextList, ColumnForm.NumberList })
        {
            ProblemAssert.Throws(() => new ParquetDataSource(new() { Path = path }).Read([new ColumnRequest("p", form)], default).ToArray(), "MMOE2303 a.parquet, row 2501");
        }
    }

    [Fact]
    public void A_text_of_a_list_that_is_not_a_number_is_kept_with_its_place()
    {
        var source = new ParquetDataSource(new() { Path = _files.Parquet("SELECT unnest([['1', 'x'], NULL, [NULL, 'nan', '2.5']]) AS p", "a.parquet") });
        var lists = (ListColumn)Assert.Single(source.Read([new ColumnRequest("p", ColumnForm.NumberList)], default)).Columns[0];
        var numbers = (NumberColumn)lists.Values;
        Assert.Equal([1, double.NaN, double.NaN, double.NaN, 2.5], numbers.Values.ToArray()[..5]);
        Assert.Equal([(1, "x"), (3, "nan")], numbers.Unreadable!.OrderBy(cell => cell.Key).Select(cell => (cell.Key, cell.Value)));
    }

    private ParquetDataSource Both(string first, string second) => new(new()
    {
        Files = new() { Paths = [_files.Parquet($"SELECT {first} AS p", "a.parquet"), _files.Parquet($"SELECT {second} AS p", "b.parquet")] },
    });
}
