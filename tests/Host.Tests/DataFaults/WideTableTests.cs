using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>Sizes that don't fit 32 bits: fewer rows at once, or refused before memory is taken.</summary>
public sealed class WideTableTests
{
    /// <summary>16,384 columns of 8 bytes and 16,384 rows are 2^31 bytes, one more than an index can be.</summary>
    [Theory]
    [InlineData(10, 16_384)]
    [InlineData(16_384, 2048)]
    [InlineData(1 << 25, 1)]
    [InlineData(1 << 26, 1)]
    public void A_block_of_a_wide_table_has_fewer_rows(int columns, int rows) =>
        Assert.Equal(rows, ColumnSpill.RowsOfBlock(Enumerable.Repeat(8, columns)));

    [Fact]
    public void More_embeddings_than_can_be_numbered_are_refused()
    {
        var fits = new FeatureEncoding([.. Enumerable.Range(0, 7).Select(column => new ColumnVocabulary($"c{column}", [], (1 << 28) - 1))], []);
        Assert.Equal(7 << 28, fits.Layout(8).TableRows);
        var tooMany = new FeatureEncoding([.. Enumerable.Range(0, 8).Select(column => new ColumnVocabulary($"c{column}", [], 1 << 28))], []);
        ProblemAssert.Throws(() => tooMany.Layout(8), "MMOE2418 data.features");
    }

    [Fact]
    public void A_batch_that_one_span_cannot_hold_is_refused()
    {
        BatchMemory.Require(1 << 20, 255, 8);
        BadInputException exception = ProblemAssert.Throws(() => BatchMemory.Require(1 << 20, 256, 8), "MMOE2419 training.batchSize");
        Assert.Contains("1048575", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>More columns than fit a block of all rows, and more rows than a block has: values and their replacements are where they belong.</summary>
    [Fact]
    public void Values_of_a_wide_table_are_read_as_they_were_written()
    {
        const int Columns = 40_000;
        int rows = (2 * ColumnSpill.RowsOfBlock(Enumerable.Repeat(sizeof(int), Columns))) + 5;
        using var spill = new ColumnSpill(Path.GetTempPath(), [.. Enumerable.Repeat(sizeof(int), Columns)]);
        for (int row = 0; row < rows; row++)
        {
            foreach (int column in new[] { 0, 777, Columns - 1 })
            {
                spill.Next<int>(column, 1)[0] = row + column;
            }

            spill.Advance(1);
        }

        spill.Replace(777, 3, -1);
        spill.Replace(777, rows - 1L, -2);
        Assert.Equal(rows, spill.Rows);
        foreach (int column in new[] { 0, 777, Columns - 1 })
        {
            int[] expected = [.. Enumerable.Range(column, rows)];
            if (column == 777)
            {
                (expected[3], expected[^1]) = (-1, -2);
            }

            Assert.Equal(expected, spill.Read<int>(column).SelectMany(block => block.ToArray()));
        }
    }
}
