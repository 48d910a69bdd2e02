using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.Features;

/// <summary>A feature that has learnt from all rows of a small table that have no fault, and what it makes of them. Its tensors belong to the enclosing scope.</summary>
internal sealed class LearntFeature : IDisposable
{
    private readonly RandomStreams _random = new(3);
    private readonly ImmutableArray<TableColumn> _columns;
    private readonly int[] _used;
    private readonly FeatureLearner _learner;

    public LearntFeature(IFeature feature, int rows, params ImmutableArray<TableColumn> columns)
    {
        _columns = columns;
        var faults = new List<FeatureFault>();
        int[] all = [.. Enumerable.Range(0, rows)];
        feature.Check(columns, all, faults);
        Faults = [.. faults.Select(fault => $"{fault.Code} {fault.Row} {fault.Column}")];
        _used = [.. all.Except(faults.Select(fault => fault.Row))];
        ImmutableArray<VocabularyLearner?> vocabularies = [.. feature.Tables.Select(table => table.Rows is TableRows.Learnt learnt ? new VocabularyLearner(learnt.Limits) : null)];
        _learner = feature.CreateLearner(vocabularies);
        _learner.Add(columns, _used, 0);
        Encoder = feature.CreateEncoder(new FeatureState(
            _learner.State, [.. vocabularies.Select(vocabulary => vocabulary is null ? null : new Vocabulary([.. vocabulary.Kept().Select(value => value.Text)]))]));
        Vocabularies = [.. vocabularies.Select(vocabulary => vocabulary is null ? [] : vocabulary.Kept().Select(value => value.Text).ToImmutableArray())];
    }

    /// <summary>Code, row and column of each fault.</summary>
    public string[] Faults { get; }

    /// <summary>The values of each table.</summary>
    public ImmutableArray<ImmutableArray<string>> Vocabularies { get; }

    public FeatureEncoder Encoder { get; }

    /// <summary>Code and column of each remark.</summary>
    public string[] Remarks => [.. _learner.Remarks.Select(remark => $"{remark.Code} {remark.Column}")];

    /// <summary>What was learnt.</summary>
    public string State => _learner.State.GetRawText();

    public static TextColumn Texts(params string?[] texts) => new(texts);

    public static NumberColumn Numbers(params double[] numbers) => new(numbers);

    /// <summary>Lists of texts; null for a missing list.</summary>
    public static ListColumn Lists(params string?[]?[] lists) => Lists(lists, new TextColumn(lists.SelectMany(list => list ?? []).ToArray()));

    /// <summary>Lists of numbers; null for a missing list.</summary>
    public static ListColumn NumberLists(params double[]?[] lists) => Lists(lists, new NumberColumn(lists.SelectMany(list => list ?? []).ToArray()));

    /// <summary>What the rows without faults are encoded as.</summary>
    public FeatureCells Encode()
    {
        var cells = new FeatureCells(Encoder.Form);
        cells.Clear(_used.Length);
        Encoder.Encode(_columns, _used, cells);
        return cells;
    }

    /// <summary>The codes of each row's list.</summary>
    public int[][] ElementCodes(int column = 0)
    {
        FeatureCells cells = Encode();
        int[] ends = cells.Ends.ToArray();
        int[] codes = cells.ElementCodes(column).ToArray();
        return [.. ends.Select((end, row) => codes[(row == 0 ? 0 : ends[row - 1])..end])];
    }

    /// <summary>The module.</summary>
    /// <param name="dimensions">The length of the vectors of each table.</param>
    public FeatureModule Module(params ImmutableArray<int> dimensions) =>
        Encoder.CreateModule(new FeatureModuleContext("feature", dimensions, _random, torch.CPU))!;

    /// <summary>The encoded rows as a module gets them.</summary>
    public FeatureInput Input()
    {
        FeatureCells cells = Encode();
        ListInput? list = null;
        if (Encoder.Form.List is { } form)
        {
            long[] ends = [.. cells.Ends.ToArray().Select(end => (long)end)];
            list = new ListInput(
                torch.tensor([0, .. ends]),
                torch.tensor([.. ends.SelectMany((end, row) => Enumerable.Repeat((long)row, (int)(end - (row == 0 ? 0 : ends[row - 1]))))]),
                torch.tensor([.. Enumerable.Range(0, form.Codes.Length).SelectMany(column => cells.ElementCodes(column).ToArray()).Select(code => (long)code)], [form.Codes.Length, cells.Elements]),
                torch.tensor([.. Enumerable.Range(0, form.Values).SelectMany(column => cells.ElementValues(column).ToArray())], [form.Values, cells.Elements]));
        }

        torch.Tensor codes = torch.tensor([.. Enumerable.Range(0, Encoder.Form.Codes.Length).SelectMany(column => cells.Codes(column).ToArray()).Select(code => (long)code)], [Encoder.Form.Codes.Length, cells.Rows]);
        torch.Tensor values = torch.tensor([.. Enumerable.Range(0, Encoder.Form.Values).SelectMany(column => cells.Values(column).ToArray())], [Encoder.Form.Values, cells.Rows]);
        return new FeatureInput(codes.t().contiguous(), values.t().contiguous(), list);
    }

    /// <summary>A table whose vectors are drawn.</summary>
    public Parameter Table(string name, int rows, int dimension) => new(_random.Open(name).Normal([rows, dimension]));

    public void Dispose() => _random.Dispose();

    private static ListColumn Lists<T>(T[]?[] lists, TableColumn values)
    {
        int end = 0;
        return new ListColumn(lists.Select(list => end += list?.Length ?? 0).ToArray(), lists.Select(list => list is null).ToArray(), values);
    }
}
