using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Randomness;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A feature that has learnt from a table of 500 rows.</summary>
internal sealed class LearntSpecimen
{
    /// <summary>The rows of the table.</summary>
    public const int Rows = 500;

    private const int Dimension = 4;

    private readonly FeatureRows _rows;
    private readonly ImmutableArray<VocabularyLearner?> _vocabularies;

    /// <summary>Learns.</summary>
    /// <param name="subject">The plugin.</param>
    /// <param name="chunk">Rows of a chunk.</param>
    /// <param name="parts">How many learners share the rows, and are merged.</param>
    /// <param name="rows">How many rows there are to learn from.</param>
    public LearntSpecimen(Subject subject, int chunk, int parts = 1, int rows = Rows)
    {
        Feature = subject.Create<IFeature>(new ConformanceClock());
        _rows = new FeatureRows(subject.Settings.FeatureCells);
        ImmutableArray<ImmutableArray<VocabularyLearner?>> vocabularies = [.. Enumerable.Range(0, parts).Select(_ => Vocabularies())];
        FeatureLearner[] learners = [.. vocabularies.Select(Feature.CreateLearner)];
        for (int first = 0; first < rows; first += chunk)
        {
            int count = Math.Min(chunk, rows - first);
            ImmutableArray<TableColumn> columns = _rows.Columns(Feature.Columns, first, count);
            var faults = new List<FeatureFault>();
            Feature.Check(columns, [.. Enumerable.Range(0, count)], faults);
            Faults.AddRange(faults);
            int[] used = [.. Enumerable.Range(0, count).Except(faults.Select(fault => fault.Row))];
            Used.AddRange(used.Select(row => first + row));
            learners[first / chunk % parts].Add(columns, used, first);
        }

        for (int part = 1; part < parts; part++)
        {
            learners[0].Merge(learners[part]);
            foreach ((VocabularyLearner? own, VocabularyLearner? other) in vocabularies[0].Zip(vocabularies[part]))
            {
                own?.Merge(other!);
            }
        }

        _vocabularies = vocabularies[0];
        State = learners[0].State.GetRawText();
    }

    /// <summary>The feature.</summary>
    public IFeature Feature { get; }

    /// <summary>What its learner learnt, as JSON.</summary>
    public string State { get; }

    /// <summary>What its vocabularies learnt.</summary>
    public string Values => string.Join('\n', _vocabularies.SelectMany(vocabulary => vocabulary?.Kept() ?? []).Select(value => $"{value.Count} {value.Text}"));

    /// <summary>The rows without faults.</summary>
    public List<int> Used { get; } = [];

    /// <summary>The faults.</summary>
    public List<FeatureFault> Faults { get; } = [];

    /// <summary>For each table its rows.</summary>
    public ImmutableArray<int> TableRows =>
    [
        .. Feature.Tables.Zip(_vocabularies, (table, vocabulary) => table.Rows switch
        {
            Features.TableRows.Numbered numbered => numbered.Count,
            Features.TableRows.Listed listed => listed.Values.Length + 1,
            _ => vocabulary!.Kept().Length + 1 + vocabulary.Limits.HashBuckets,
        }),
    ];

    /// <summary>For each table the length of its vectors.</summary>
    public ImmutableArray<int> Dimensions => [.. Feature.Tables.Zip(TableRows, (table, rows) => table.DimensionOf(rows, Dimension))];

    /// <summary>An encoder, made of the state as a file would hold it.</summary>
    public FeatureEncoder Encoder()
    {
        using JsonDocument state = JsonDocument.Parse(State);
        return Feature.CreateEncoder(new FeatureState(
            state.RootElement.Clone(),
            [
                .. Feature.Tables.Zip(_vocabularies, (table, vocabulary) => table.Rows switch
                {
                    Features.TableRows.Numbered => null,
                    Features.TableRows.Listed listed => new Vocabulary(listed.Values),
                    _ => new Vocabulary([.. vocabulary!.Kept().Select(value => value.Text)], vocabulary.Limits.HashBuckets),
                }),
            ]));
    }

    /// <summary>Encodes some rows of the table.</summary>
    public FeatureCells Encode(FeatureEncoder encoder, IReadOnlyList<int> rows)
    {
        var cells = new FeatureCells(encoder.Form);
        cells.Clear(rows.Count);
        encoder.Encode(_rows.Columns(Feature.Columns, 0, Rows), [.. rows], cells);
        return cells;
    }

    /// <summary>The module of an encoder; null where it has none.</summary>
    public FeatureModule? Module(FeatureEncoder encoder, int seed)
    {
        using var random = new RandomStreams(seed);
        return encoder.CreateModule(new FeatureModuleContext("feature", Dimensions, random, torch.CPU));
    }

    /// <summary>Tables of vectors: the same for each call.</summary>
    public ImmutableArray<TorchSharp.Modules.Parameter> Vectors() =>
        [.. TableRows.Zip(Dimensions).Select((table, index) => new TorchSharp.Modules.Parameter(Draws.Normal(11 + index, table.First, table.Second)))];

    /// <summary>Cells as a module gets them.</summary>
    public static FeatureInput Input(FeatureCells cells)
    {
        FeatureForm form = cells.Form;
        ListInput? list = null;
        if (form.List is { } elements)
        {
            int[] ends = cells.Ends.ToArray();
            long[] starts = [0, .. ends.Select(end => (long)end)];
            long[] rows = [.. ends.SelectMany((end, row) => Enumerable.Repeat((long)row, end - (row == 0 ? 0 : ends[row - 1])))];
            list = new ListInput(
                torch.tensor(starts),
                torch.tensor(rows),
                torch.tensor([.. Enumerable.Range(0, elements.Codes.Length).SelectMany(column => cells.ElementCodes(column).ToArray()).Select(code => (long)code)], [elements.Codes.Length, cells.Elements]),
                torch.tensor([.. Enumerable.Range(0, elements.Values).SelectMany(column => cells.ElementValues(column).ToArray())], [elements.Values, cells.Elements]));
        }

        long[] codes = new long[cells.Rows * form.Codes.Length];
        float[] values = new float[cells.Rows * form.Values];
        for (int row = 0; row < cells.Rows; row++)
        {
            for (int column = 0; column < form.Codes.Length; column++)
            {
                codes[(row * form.Codes.Length) + column] = cells.Codes(column)[row];
            }

            for (int column = 0; column < form.Values; column++)
            {
                values[(row * form.Values) + column] = cells.Values(column)[row];
            }
        }

        return new FeatureInput(torch.tensor(codes, [cells.Rows, form.Codes.Length]), torch.tensor(values, [cells.Rows, form.Values]), list);
    }

    private ImmutableArray<VocabularyLearner?> Vocabularies() =>
        [.. Feature.Tables.Select(table => table.Rows is Features.TableRows.Learnt learnt ? new VocabularyLearner(learnt.Limits) : null)];
}
