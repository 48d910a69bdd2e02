using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Host.Tests.Prediction;

public sealed class PredictionFileTests : IDisposable
{
    private static readonly ImmutableArray<PredictionColumn> Columns =
    [
        new("the \"key\", quoted", PredictionColumnType.Text), new("row", PredictionColumnType.Integer), new("click", PredictionColumnType.Number),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe [predictions]").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Texts of any characters that a line can break at, and numbers to the last bit.</summary>
    [Theory]
    [InlineData(".csv")]
    [InlineData(".parquet")]
    public void What_was_written_is_read_back(string ending)
    {
        Gen<string?> text = Gen.Frequency(
            (4, Gen.String[Gen.Char["ab,\"\n\r 'ü☃"], 1, 6].Select(value => (string?)value)), (1, Gen.Const((string?)null)));
        Gen.Select(text, Gen.Long, Gen.Double.Where(double.IsFinite)).Array[1, 30].Sample(
            rows =>
            {
                string path = PathOf($"{Guid.NewGuid():N}{ending}");
                using (var file = PredictionFile.Create(path, Columns, overwrite: false))
                {
                    foreach ((string? key, long row, double click) in rows)
                    {
                        file.Write(key);
                        file.Write(row);
                        file.Write([click]);
                        file.EndRow();
                    }

                    file.Complete();
                }

                Assert.Equal([path], Directory.EnumerateFiles(_folder));
                IDataSource source = ending == ".csv"
                    ? new CsvDataSource(new() { Path = path })
                    : new ParquetDataSource(new() { Path = path });
                Assert.Equal(Columns.Select(column => column.Name), source.ReadColumnNames(default));
                TableChunk chunk = source.Read(
                    [new(Columns[0].Name, ColumnForm.Identifier), new("row", ColumnForm.Identifier), new("click", ColumnForm.Number)], default).Single();
                Assert.Equal(rows.Select(row => row.Item1), ((TextColumn)chunk.Columns[0]).Values.Span[..chunk.RowCount].ToArray());
                Assert.Equal(
                    rows.Select(row => $"{row.Item2}"), ((TextColumn)chunk.Columns[1]).Values.Span[..chunk.RowCount].ToArray());
                Assert.Equal(rows.Select(row => row.Item3), ((NumberColumn)chunk.Columns[2]).Values.Span[..chunk.RowCount].ToArray());
                File.Delete(path);
            },
            iter: 12,
            threads: 1);
    }

    /// <summary>The engine takes folders called KEY=VALUE for columns, and their values would be those of the file's own column.</summary>
    [Fact]
    public void A_folder_that_is_called_like_a_column_changes_nothing()
    {
        string path = Path.Combine(Directory.CreateDirectory(PathOf("row=20")).FullName, "a.parquet");
        using (var file = PredictionFile.Create(path, Columns, overwrite: false))
        {
            file.Write("key");
            file.Write(7L);
            file.Write([0.5]);
            file.EndRow();
            file.Complete();
        }

        var source = new ParquetDataSource(new() { Path = path });
        Assert.Equal(Columns.Select(column => column.Name), source.ReadColumnNames(default));
        Assert.Equal(7, ((NumberColumn)source.Read([new("row", ColumnForm.Number)], default).Single().Columns[0]).Values.Span[0]);
    }

    [Fact]
    public void An_empty_text_is_quoted_and_a_missing_one_is_nothing()
    {
        string path = PathOf("a.csv");
        using (var file = PredictionFile.Create(path, [new("key", PredictionColumnType.Text), new("click", PredictionColumnType.Number)], overwrite: false))
        {
            file.Write("");
            file.Write([0.1]);
            file.EndRow();
            file.Write((string?)null);
            file.Write([1]);
            file.EndRow();
            file.Complete();
        }

        Assert.Equal("key,click\n\"\",0.1\n,1\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.parquet")]
    public void What_is_not_completed_leaves_nothing_and_what_was_there_stays(string name)
    {
        string path = PathOf(name);
        File.WriteAllText(path, "before");
        ProblemAssert.Throws(() => PredictionFile.Create(path, Columns, overwrite: false), $"MMOE6003 {path}");
        using (var file = PredictionFile.Create(path, Columns, overwrite: true))
        {
            file.Write("half a row");
        }

        Assert.Equal([path], Directory.EnumerateFiles(_folder));
        Assert.Equal("before", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("a.txt", "MMOE6001 a.txt")]
    [InlineData("none/a.csv", "MMOE6004 none/a.csv")]
    public void A_file_that_cannot_be_is_reported(string name, string problem) =>
        ProblemAssert.Throws(() => PredictionFile.Create(PathOf(name), Columns, overwrite: false), problem);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
