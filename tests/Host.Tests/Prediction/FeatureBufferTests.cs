using System.Globalization;
using CsCheck;
using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options.Data;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Prediction;

/// <summary>Rows are encoded for prediction as they were in training, to the last bit.</summary>
public sealed class FeatureBufferTests
{
    private static readonly Gen<string?> Colour = Gen.Frequency(
        (5, Gen.OneOfConst("red", "0", "-0", "1", "1.5", "1e3", "NaN", "Infinity")), (1, Gen.Const((string?)null)), (1, Gen.String!));

    private static readonly Gen<string> Price = Gen.Double[-0.99, 1e6].Select(price => price.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Eight rows of two of each part, and more for every part.</summary>
    private static readonly Gen<string?[][]> Rows = Gen.Select(Colour, Price).Array[8, 40].Select(rows => rows
        .Select((row, index) => new[] { row.Item1, row.Item2, index / 4 % 2 == 0 ? "yes" : "no" }).ToArray());

    [Fact]
    public void All_rows_get_the_bits_of_training_however_they_come() =>
        Gen.Select(Rows, Gen.Int[1, 9], Gen.Enum<ChunkForm>(), Gen.Bool).Sample(
            (rows, chunkRows, form, isLinear) =>
            {
                rows = [.. rows.Select(row => form == ChunkForm.Numbers && !IsWrittenAsNumber(row[0]) ? [null, row[1], row[2]] : row)];
                NumericScale scale = isLinear ? NumericScale.Linear : NumericScale.Logarithm;
                var source = new ChunkedRows(rows, chunkRows, form);
                using EncodedTable table = TableEncoder.Encode(
                    source, Tables.Features with { NumericScale = scale }, Tables.Split, new(), Tables.Tasks, default);
                (long[] codes, float[] numbers) = Encode(table.Encoding, scale, source);
                foreach (EncodedRows part in new[] { table.Training, table.Validation, table.Test })
                {
                    long[] ofPart = part.Numbers!.Values.ToArray();
                    Assert.Equal(Tables.Codes(part), ofPart.Select(row => codes[row]));
                    Assert.Equal(
                        part.Numeric[0].Values.ToArray().Select(BitConverter.SingleToInt32Bits),
                        ofPart.Select(row => BitConverter.SingleToInt32Bits(numbers[row])));
                }
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Rows_that_a_batch_lacks_are_zeros_and_unseen_values_are_counted()
    {
        using var buffer = new FeatureBuffer(
            new EncodingFile(1, NumericScale.Linear, [new("colour", ["", "blue"])], [new("price", 1, 2)]), batchSize: 3);
        var columns = ImmutableArray.Create<TableColumn>(new TextColumn(new[] { "blue", "pink", null }), new NumberColumn(new double[] { 5, 1, 3 }));
        buffer.Add(columns, 0, 3, new ChunkProblems(1));
        Assert.Equal((3, 0), (buffer.Rows, buffer.Free));
        Assert.Equal([2, 0, 1], buffer.Batch(torch.CPU).Categorical.data<long>().ToArray());
        Assert.Equal([2, 0, 1], buffer.Batch(torch.CPU).Numeric.data<float>().ToArray());
        Assert.Equal([("colour", 1L)], buffer.Unseen.AsEnumerable());

        buffer.Clear();
        buffer.Add(columns, 0, 1, new ChunkProblems(1));
        Assert.Equal([2, 0, 0], buffer.Batch(torch.CPU).Categorical.data<long>().ToArray());
        Assert.Equal([2, 0, 0], buffer.Batch(torch.CPU).Numeric.data<float>().ToArray());
    }

    [Fact]
    public void A_text_in_a_column_of_numbers_is_reported()
    {
        using var buffer = new FeatureBuffer(new EncodingFile(1, NumericScale.Linear, [], [new("price", 0, 1)]), batchSize: 4);
        var problems = new ChunkProblems(5);
        buffer.Add([new TextColumn(new[] { "3", "cheap", null })], 0, 3, problems);
        Assert.Equal(
            [(1, "price", "MMOE2410"), (2, "price", "MMOE2411")],
            problems.Take().Select(found => (found.Row, found.Problem.Column, found.Problem.Code)));
    }

    private static bool IsWrittenAsNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);

    private static (long[] Codes, float[] Numbers) Encode(FeatureEncoding encoding, NumericScale scale, ChunkedRows source)
    {
        const int BatchSize = 7;
        var codes = new List<long>();
        var numbers = new List<float>();
        using var buffer = new FeatureBuffer(new EncodingFile(1, scale, encoding.Categorical, encoding.Numeric), BatchSize);
        foreach (TableChunk chunk in source.Read(buffer.Requests, default))
        {
            for (int next = 0; next < chunk.RowCount;)
            {
                int count = Math.Min(buffer.Free, chunk.RowCount - next);
                var problems = new ChunkProblems(1);
                buffer.Add(chunk.Columns, next, count, problems);
                Assert.Empty(problems.Take());
                next += count;
                if (buffer.Free == 0)
                {
                    Take();
                }
            }
        }

        Take();
        return ([.. codes], [.. numbers]);

        void Take()
        {
            FeatureBatch batch = buffer.Batch(torch.CPU);
            codes.AddRange(batch.Categorical.data<long>().ToArray().Take(buffer.Rows));
            numbers.AddRange(batch.Numeric.data<float>().ToArray().Take(buffer.Rows));
            buffer.Clear();
        }
    }
}
