using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>The engine's lists in whatever way it holds them: filtered, joined, grouped, constant or sorted.</summary>
public sealed class ListVectorReaderTests
{
    private const string Lists = "(SELECT range AS n, CASE WHEN range % 5 = 1 THEN NULL ELSE [CASE WHEN x % 4 = 0 THEN NULL ELSE x END FOR x IN range(range, range + range % 9)] END AS l FROM range(6000))";

    [Theory]
    [InlineData("SELECT l, l::VARCHAR FROM {0} WHERE n % 3 = 0")]
    [InlineData("SELECT l, l::VARCHAR FROM {0} ORDER BY hash(n)")]
    [InlineData("SELECT a.l, a.l::VARCHAR FROM {0} AS a JOIN {0} AS b ON a.n % 100 = b.n WHERE b.n < 40")]
    [InlineData("SELECT l, l::VARCHAR FROM (SELECT array_agg(n ORDER BY n) AS l FROM {0} GROUP BY n % 700)")]
    [InlineData("SELECT [1, NULL, 3]::BIGINT[] AS l, '[1, NULL, 3]' FROM {0}")]
    [InlineData("SELECT NULL::BIGINT[] AS l, NULL::VARCHAR FROM {0}")]
    [InlineData("SELECT CASE WHEN n % 2 = 0 THEN l ELSE [n, n] END AS l, CASE WHEN n % 2 = 0 THEN l ELSE [n, n] END::VARCHAR FROM {0}")]
    [InlineData("SELECT lag(l) OVER (ORDER BY n DESC) AS l, lag(l) OVER (ORDER BY n DESC)::VARCHAR FROM {0}")]
    [InlineData("SELECT list_reverse(list_slice(l, 2, 4)) AS l, list_reverse(list_slice(l, 2, 4))::VARCHAR FROM {0}")]
    public void Lists_are_those_of_the_engine(string sql)
    {
        using DuckDBConnection engine = DuckDbEngine.Open();
        foreach ((QueryColumn kind, string type) in new[] { (QueryColumn.WholeList, "BIGINT[]"), (QueryColumn.NumberList, "DOUBLE[]"), (QueryColumn.TextList, "VARCHAR[]"), (QueryColumn.WrittenNumberList, "VARCHAR[]") })
        {
            var query = new TableQuery(
                engine,
                $"SELECT l::{type}, t FROM ({sql.Replace("{0}", Lists, StringComparison.Ordinal)}) AS q(l, t)",
                [kind, QueryColumn.Identifier],
                message => new InvalidOperationException(message));
            int rows = 0;
            foreach (TableChunk chunk in query.Read(default))
            {
                for (int row = 0; row < chunk.RowCount; row++, rows++)
                {
                    Assert.Equal(chunk.Columns[1].TextAt(row), chunk.Columns[0].TextAt(row));
                }
            }

            Assert.True(rows > 100);
        }
    }

    /// <summary>A dictionary that is full makes room for another one, and codes keep their meaning.</summary>
    [Fact]
    public void Whole_numbers_of_any_number_have_their_texts()
    {
        using DuckDBConnection engine = DuckDbEngine.Open();
        var query = new TableQuery(
            engine, "SELECT (range * 7919) % 600011 - 300000, ((range * 7919) % 600011 - 300000)::VARCHAR FROM range(600000)", [QueryColumn.Whole, QueryColumn.Identifier], message => new InvalidOperationException(message));
        var lists = new HashSet<IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        foreach (TableChunk chunk in query.Read(default))
        {
            lists.Add(((CodedTextColumn)chunk.Columns[0]).Texts);
            for (int row = 0; row < chunk.RowCount; row++)
            {
                Assert.Equal(chunk.Columns[1].TextAt(row), chunk.Columns[0].TextAt(row));
            }
        }

        Assert.Equal(3, lists.Count);
    }
}
