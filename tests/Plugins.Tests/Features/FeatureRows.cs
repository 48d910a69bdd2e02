using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>Rows of a feature's columns, cut into chunks as a source does it.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="columns">The columns of a chunk from its first row and number of rows.</param>
internal sealed class FeatureRows(int count, Func<int, int, ImmutableArray<TableColumn>> columns)
{
    /// <summary>Rows of texts.</summary>
    /// <param name="texts">The columns.</param>
    public static FeatureRows Texts(params string?[][] texts) =>
        new(texts[0].Length, (first, rows) => [.. texts.Select(column => new TextColumn(column.AsMemory(first, rows)))]);

    /// <summary>Rows of numbers.</summary>
    /// <param name="numbers">The columns.</param>
    public static FeatureRows Numbers(params double[][] numbers) =>
        new(numbers[0].Length, (first, rows) => [.. numbers.Select(column => new NumberColumn(column.AsMemory(first, rows)))]);

    /// <summary>Rows of lists of numbers; null for a row without a list.</summary>
    /// <param name="lists">The lists.</param>
    public static FeatureRows Lists(params double[]?[] lists) => new(lists.Length, (first, rows) =>
    {
        double[]?[] ofChunk = lists[first..(first + rows)];
        int end = 0;
        return
        [
            new ListColumn(
                ofChunk.Select(list => end += list?.Length ?? 0).ToArray(),
                ofChunk.Select(list => list is null).ToArray(),
                new NumberColumn(ofChunk.SelectMany(list => list ?? []).ToArray())),
        ];
    });

    /// <summary>What is wrong with the rows: code, row of the table and column.</summary>
    public string[] Faults(IFeature feature, int chunkRows = 3)
    {
        var all = new List<string>();
        foreach ((int first, ImmutableArray<TableColumn> chunk, int[] rows) in Chunks(chunkRows))
        {
            var faults = new List<FeatureFault>();
            feature.Check(chunk, rows, faults);
            all.AddRange(faults.Select(fault => $"{fault.Code} {first + fault.Row} {fault.Column}"));
        }

        return [.. all];
    }

    /// <summary>The reasons of what is wrong.</summary>
    public string[] Reasons(IFeature feature)
    {
        var faults = new List<FeatureFault>();
        foreach ((_, ImmutableArray<TableColumn> chunk, int[] rows) in Chunks(count))
        {
            feature.Check(chunk, rows, faults);
        }

        return [.. faults.Select(fault => fault.Reason)];
    }

    /// <summary>Learns from all rows.</summary>
    public FeatureState Learn(IFeature feature, int chunkRows = 3)
    {
        ImmutableArray<VocabularyLearner?> vocabularies = Vocabularies(feature);
        FeatureLearner learner = Learner(feature, vocabularies, chunkRows, 0, count);
        return new FeatureState(learner.State, [.. feature.Tables.Zip(vocabularies, Open)]);
    }

    /// <summary>Learns from two parts of the rows, whose learners are merged; vocabularies aside.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="cut">The first row of the second part.</param>
    /// <param name="chunkRows">Rows of a chunk.</param>
    public FeatureLearner Merged(IFeature feature, int cut, int chunkRows = 3)
    {
        FeatureLearner first = Learner(feature, Vocabularies(feature), chunkRows, 0, cut);
        first.Merge(Learner(feature, Vocabularies(feature), chunkRows, cut, count));
        return first;
    }

    /// <summary>The codes of the rows, column by column.</summary>
    public int[][] Codes(FeatureEncoder encoder, int chunkRows = 3)
    {
        List<int>[] codes = [.. encoder.Form.Codes.Select(_ => new List<int>())];
        Encode(encoder, chunkRows, cells =>
        {
            for (int column = 0; column < codes.Length; column++)
            {
                codes[column].AddRange(cells.Codes(column));
            }
        });
        return [.. codes.Select(column => column.ToArray())];
    }

    /// <summary>The numbers of the rows, column by column.</summary>
    public float[][] Values(FeatureEncoder encoder, int chunkRows = 3)
    {
        List<float>[] values = [.. Enumerable.Range(0, encoder.Form.Values).Select(_ => new List<float>())];
        Encode(encoder, chunkRows, cells =>
        {
            for (int column = 0; column < values.Length; column++)
            {
                values[column].AddRange(cells.Values(column));
            }
        });
        return [.. values.Select(column => column.ToArray())];
    }

    private void Encode(FeatureEncoder encoder, int chunkRows, Action<FeatureCells> take)
    {
        var cells = new FeatureCells(encoder.Form);
        foreach ((_, ImmutableArray<TableColumn> chunk, int[] rows) in Chunks(chunkRows))
        {
            cells.Clear(rows.Length);
            encoder.Encode(chunk, rows, cells);
            take(cells);
        }
    }

    private FeatureLearner Learner(IFeature feature, ImmutableArray<VocabularyLearner?> vocabularies, int chunkRows, int from, int to)
    {
        FeatureLearner learner = feature.CreateLearner(vocabularies);
        foreach ((int first, ImmutableArray<TableColumn> chunk, int[] rows) in Chunks(chunkRows))
        {
            learner.Add(chunk, [.. rows.Where(row => first + row >= from && first + row < to)], first);
        }

        return learner;
    }

    private IEnumerable<(int First, ImmutableArray<TableColumn> Columns, int[] Rows)> Chunks(int chunkRows)
    {
        for (int first = 0; first < count; first += chunkRows)
        {
            int rows = Math.Min(chunkRows, count - first);
            yield return (first, columns(first, rows), [.. Enumerable.Range(0, rows)]);
        }
    }

    private static ImmutableArray<VocabularyLearner?> Vocabularies(IFeature feature) =>
        [.. feature.Tables.Select(table => table.Rows is TableRows.Learnt learnt ? new VocabularyLearner(learnt.Limits) : null)];

    private static Vocabulary? Open(EmbeddingTable table, VocabularyLearner? learner) => table.Rows switch
    {
        TableRows.Learnt learnt => new Vocabulary([.. learner!.Kept().Select(value => value.Text)], learnt.Limits.HashBuckets),
        TableRows.Listed listed => new Vocabulary(listed.Values),
        _ => null,
    };
}
