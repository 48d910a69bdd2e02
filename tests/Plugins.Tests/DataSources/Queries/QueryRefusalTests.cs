using MmoePipeline.Plugins.DataSources.Query;

namespace MmoePipeline.Plugins.Tests.DataSources.Queries;

/// <summary>What the SQL of a query can't be, and what is said of it.</summary>
public sealed class QueryRefusalTests : IDisposable
{
    private readonly TableFiles _files = new();

    public QueryRefusalTests()
    {
        _files.Parquet("SELECT range AS id, range % 3 AS colour FROM range(10)", "rows.parquet");
        _files.Text("id,name\n1,x\n", "names.csv");
        _files.Text("id\nsecret\n", "other.csv");
    }

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("SELECT id FROM rows")]
    [InlineData("select id from rows where colour = 1 -- a comment at the end")]
    [InlineData("SELECT id FROM rows;")]
    [InlineData("FROM rows")]
    [InlineData("WITH few AS (SELECT * FROM rows ORDER BY id LIMIT 3) SELECT * FROM few")]
    [InlineData("SELECT id FROM rows WHERE colour = 0 UNION ALL SELECT id + 100 FROM rows")]
    [InlineData("SELECT i AS id FROM range(3) AS t(i)")]
    [InlineData("SELECT id, rank() OVER (ORDER BY colour) AS r, count(*) OVER (PARTITION BY colour) AS n FROM rows")]
    [InlineData("SELECT id, age(TIMESTAMP '2026-01-02', TIMESTAMP '2026-01-01') AS a FROM rows")]
    public void One_select_is_taken(string sql) => Assert.NotEmpty(SourceRows.Texts(Query(sql), "id"));

    [Theory]
    [InlineData("SELECT id FORM rows", "MMOE2801", "line 1: ")]
    [InlineData("SELECT id\nFROM rows\nWHERE", "MMOE2801", "")]
    [InlineData("SELECT id FROM rows ) ; SELECT (2", "MMOE2801", "line 1: ")]
    [InlineData("", "MMOE2802", "found 0")]
    [InlineData("-- nothing", "MMOE2802", "found 0")]
    [InlineData("SELECT id FROM rows; SELECT 2", "MMOE2802", "found 2")]
    [InlineData("COPY rows TO 'stolen.csv'", "MMOE2802", "")]
    [InlineData("ATTACH 'other.db'", "MMOE2802", "")]
    [InlineData("PRAGMA database_list", "MMOE2802", "")]
    [InlineData("INSERT INTO rows VALUES (1, 2)", "MMOE2802", "")]
    [InlineData("CREATE TABLE t (id INTEGER)", "MMOE2802", "")]
    [InlineData("DROP VIEW rows", "MMOE2802", "")]
    [InlineData("SET threads = 4", "MMOE2802", "")]
    [InlineData("INSTALL httpfs", "MMOE2802", "")]
    [InlineData("LOAD httpfs", "MMOE2802", "")]
    [InlineData("CALL pragma_version()", "MMOE2802", "")]
    [InlineData("EXPLAIN SELECT id FROM rows", "MMOE2802", "")]
    [InlineData("DESCRIBE rows", "MMOE2802", "")]
    [InlineData("SUMMARIZE rows", "MMOE2802", "")]
    [InlineData("SELECT id\nFROM rowss", "MMOE2803", "line 2: Table with name rowss does not exist; did you mean 'rows'?")]
    [InlineData("SELECT id FROM entirely_different", "MMOE2803", "the tables are rows, names")]
    [InlineData("SELECT id,\ncolor FROM rows", "MMOE2803", "line 2: Referenced column \"color\" not found in FROM clause; did you mean 'colour'?")]
    [InlineData("SELECT r.color AS id FROM rows AS r", "MMOE2803", "did you mean 'colour'?")]
    [InlineData("SELECT summ(id) AS id FROM rows", "MMOE2803", "did you mean 'sum'?")]
    [InlineData("SELECT rows.id FROM rows JOIN names ON names.id = rows.id AND names.name = list_value(1)", "MMOE2803", "")]
    [InlineData("SELECT CAST(name AS INTEGER) AS id FROM names", "MMOE2803", "TRY_CAST")]
    [InlineData("SELECT $1 AS id", "MMOE2803", "")]
    [InlineData("SELECT 1 AS id FROM '{other}'", "MMOE2803", "")]
    [InlineData("SELECT random() AS id FROM rows", "MMOE2804", "line 1: random")]
    [InlineData("SELECT id, NOW() AS t FROM rows", "MMOE2804", "now")]
    [InlineData("SELECT id, uuid() AS t FROM rows", "MMOE2804", "uuid")]
    [InlineData("SELECT id\n, current_date AS t FROM rows", "MMOE2804", "line 2: current_date")]
    [InlineData("SELECT id, age(TIMESTAMP '2026-01-01') AS t FROM rows", "MMOE2804", "age")]
    [InlineData("SELECT id FROM rows WHERE id IN (SELECT id FROM rows USING SAMPLE 50%)", "MMOE2804", "sample")]
    [InlineData("SELECT id FROM rows TABLESAMPLE 2 ROWS", "MMOE2804", "sample")]
    [InlineData("SELECT id FROM rows LIMIT 5", "MMOE2805", "ORDER BY")]
    [InlineData("SELECT id FROM (SELECT id FROM rows LIMIT 10%)", "MMOE2805", "ORDER BY")]
    [InlineData("SELECT id, row_number() OVER (PARTITION BY colour) AS n FROM rows", "MMOE2805", "row_number")]
    [InlineData("SELECT id, lag(id) OVER () AS n FROM rows", "MMOE2805", "lag")]
    [InlineData("SELECT id FROM read_csv('{other}')", "MMOE2806", "read_csv")]
    [InlineData("SELECT id FROM read_parquet('{rows}')", "MMOE2806", "read_parquet")]
    [InlineData("SELECT file AS id FROM glob('/*')", "MMOE2806", "glob")]
    [InlineData("SELECT * FROM query('SELECT 1 AS id')", "MMOE2806", "query")]
    public void Anything_else_is_refused_with_its_reason(string sql, string code, string reason)
    {
        string written = sql.Replace("{other}", _files.PathOf("other.csv"), StringComparison.Ordinal).Replace("{rows}", _files.PathOf("rows.parquet"), StringComparison.Ordinal);
        BadInputException exception = ProblemAssert.Throws(() => SourceRows.Texts(Query(written), "id"), $"{code} data.source.sql");
        Assert.Contains(reason, exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The engine gives names of their own to columns that are called alike, in upper or lower case.</summary>
    [Fact]
    public void Columns_of_one_name_get_names_of_their_own()
    {
        QueryDataSource source = Query("SELECT a.id, b.id, b.colour AS ID FROM rows AS a JOIN rows AS b USING (id)");
        Assert.Equal(["id", "id_1", "ID_2"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal("1|1|1", SourceRows.Texts(source, "id", "id_1", "ID_2")[1]);
    }

    [Fact]
    public void A_key_that_is_not_a_column_is_refused()
    {
        BadInputException exception = ProblemAssert.Throws(() => Query("SELECT id FROM rows", "ids").ReadColumnNames(default), "MMOE2807 data.source.key");
        Assert.Contains("'id'", exception.Message, StringComparison.Ordinal);
    }

    private QueryDataSource Query(string sql, string key = "id") => new(new()
    {
        Sql = sql,
        Key = [key],
        Tables =
        [
            new QueryTableOptions { Name = "rows", Paths = [_files.PathOf("rows.parquet")] },
            new QueryTableOptions { Name = "names", Paths = [_files.PathOf("names.csv")] },
        ],
    });
}
