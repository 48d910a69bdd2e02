using System.Text.Json;
using MmoePipeline.Features;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of features: with a table of 500 rows, made up or given by <see cref="ConformanceOptions.FeatureCells"/>.</summary>
internal sealed class FeatureChecks(Subject subject)
{
    private const int Chunk = 100;

    /// <summary>By how much numbers of a merged state may differ: sums are rounded in another order.</summary>
    private const double Rounding = 1e-9;

    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Gradients, Gradients),
        (ConformanceCheck.RowIndependence, RowIndependence),
        (ConformanceCheck.Determinism, Determinism),
        (ConformanceCheck.Promises, Promises),
    ];

    private IEnumerable<string> Shapes()
    {
        var specimen = new LearntSpecimen(subject, Chunk);
        if (specimen.Used.Count < 3)
        {
            yield return $"finds a fault in all but {specimen.Used.Count} of {LearntSpecimen.Rows} made-up rows; give rows that it can use by ConformanceOptions.FeatureCells.";
            yield break;
        }

        FeatureEncoder encoder = specimen.Encoder();
        FeatureCells cells = specimen.Encode(encoder, specimen.Used);
        ImmutableArray<int> tables = specimen.TableRows;
        for (int column = 0; column < encoder.Form.Codes.Length; column++)
        {
            foreach (string problem in OutOfRange("code", cells.Codes(column).ToArray(), RowsOf(encoder.Form.Codes[column])))
            {
                yield return problem;
            }
        }

        for (int column = 0; column < (encoder.Form.List?.Codes.Length ?? 0); column++)
        {
            foreach (string problem in OutOfRange("code of an element", cells.ElementCodes(column).ToArray(), RowsOf(encoder.Form.List!.Codes[column])))
            {
                yield return problem;
            }
        }

        int RowsOf(int table) => table == FeatureForm.OwnRows ? int.MaxValue : tables[table];
        float[] numbers =
        [
            .. Enumerable.Range(0, encoder.Form.Values).SelectMany(column => cells.Values(column).ToArray()),
            .. Enumerable.Range(0, encoder.Form.List?.Values ?? 0).SelectMany(column => cells.ElementValues(column).ToArray()),
        ];
        if (numbers.Any(number => !float.IsFinite(number)))
        {
            yield return "encodes a row as a number that is not finite.";
        }

        using FeatureModule? module = specimen.Module(encoder, 7);
        if (module is null != !encoder.HasModule)
        {
            yield return $"HasModule is {encoder.HasModule}, and CreateModule gives {(module is null ? "none" : "one")}.";
        }

        foreach (int rows in module is null ? [] : new[] { 1, 2, 7 })
        {
            Tensor part = module!.Forward(LearntSpecimen.Input(specimen.Encode(encoder, [.. specimen.Used.Take(rows)])), Lookups(specimen.Vectors()));
            foreach (string problem in ResultShape.Problems($"{rows} rows", part, Math.Min(rows, specimen.Used.Count), encoder.WidthOf(specimen.Dimensions)))
            {
                yield return problem;
            }
        }
    }

    private string[] Gradients()
    {
        var specimen = new LearntSpecimen(subject, Chunk);
        FeatureEncoder encoder = specimen.Encoder();
        using FeatureModule? module = specimen.Module(encoder, 7);
        if (module is null)
        {
            return [];
        }

        FeatureInput input = LearntSpecimen.Input(specimen.Encode(encoder, [.. specimen.Used.Take(7)]));
        ImmutableArray<TorchSharp.Modules.Parameter> tables = specimen.Vectors();
        Tensor weights = Draws.Normal(2, (int)input.Codes.size(0), encoder.WidthOf(specimen.Dimensions)).to(torch.float64);
        module.train();
        Tensor Loss() => (module.Forward(input, Lookups(tables)).to(torch.float64) * weights).sum();
        double Value()
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGrad = torch.no_grad();
            return Loss().item<double>();
        }

        Tensor loss = Loss();
        if (loss.requires_grad)
        {
            loss.backward();
        }

        Dictionary<string, Tensor> leaves = module.named_parameters().ToDictionary(pair => pair.name, Tensor (pair) => pair.parameter);
        foreach ((int index, TorchSharp.Modules.Parameter table) in tables.Index())
        {
            leaves.Add($"table {index}", table);
        }

        return
        [
            .. module.named_parameters().Where(pair => pair.parameter.requires_grad && pair.parameter.grad is null).Select(pair => $"the parameter '{pair.name}' gets no gradient."),
            .. FiniteDifferences.Rough.Compare(Value, leaves),
        ];
    }

    private IEnumerable<string> RowIndependence()
    {
        var specimen = new LearntSpecimen(subject, Chunk);
        FeatureEncoder encoder = specimen.Encoder();
        string[] whole = Describe(specimen.Encode(encoder, specimen.Used));
        int[] chosen = [.. Enumerable.Range(0, specimen.Used.Count).Where(row => row % 3 == 1)];
        if (!Describe(specimen.Encode(encoder, [.. chosen.Select(row => specimen.Used[row])])).SequenceEqual(chosen.Select(row => whole[row])))
        {
            yield return "encodes a row otherwise when other rows come along.";
        }

        string[][] ofThreads = new string[4][];
        Parallel.For(0, ofThreads.Length, thread => ofThreads[thread] = Describe(specimen.Encode(encoder, specimen.Used)));
        if (ofThreads.Any(rows => !rows.SequenceEqual(whole)))
        {
            yield return "encodes rows otherwise when several threads use one encoder.";
        }
    }

    /// <summary>The same state whatever the chunks and parts, and the same codes of two instances.</summary>
    private IEnumerable<string> Determinism()
    {
        var whole = new LearntSpecimen(subject, LearntSpecimen.Rows);
        var chunks = new LearntSpecimen(subject, 7);
        if (whole.State != chunks.State || whole.Values != chunks.Values)
        {
            yield return $"learns {chunks.State} from chunks of 7 rows, and {whole.State} from all rows at once; expected the same.";
        }

        var parts = new LearntSpecimen(subject, 7, parts: 3);
        if (whole.Values != parts.Values || !Agree(JsonDocument.Parse(whole.State).RootElement, JsonDocument.Parse(parts.State).RootElement))
        {
            yield return $"learns {parts.State} in three parts that are merged, and {whole.State} from all rows at once; expected the same but for rounding.";
        }

        if (!Describe(whole.Encode(whole.Encoder(), whole.Used)).SequenceEqual(Describe(chunks.Encode(chunks.Encoder(), whole.Used))))
        {
            yield return "two instances encode the same rows otherwise.";
        }
    }

    private IEnumerable<string> Promises()
    {
        var specimen = new LearntSpecimen(subject, Chunk);
        IFeature feature = specimen.Feature;
        if (feature.Name.Length == 0 || feature.Columns.IsEmpty)
        {
            yield return "has no name or no columns.";
        }

        if (specimen.Faults.FirstOrDefault(fault => fault.Code.Length == 0 || fault.Reason.Length == 0) is { Column: not null } empty)
        {
            yield return $"a row's fault in '{empty.Column}' has no code or no reason.";
        }

        if (specimen.Faults.FirstOrDefault(fault => !feature.Columns.Any(column => column.Name == fault.Column)) is { Column: not null } foreign)
        {
            yield return $"a row's fault is in '{foreign.Column}', which is not one of its columns.";
        }

        var none = new LearntSpecimen(subject, Chunk, rows: 0);
        FeatureEncoder encoder = none.Encoder();
        using FeatureModule? module = none.Module(encoder, 7);
        if (encoder.WidthOf(none.Dimensions) < 1)
        {
            yield return "its part of the network's input has no width where there was no row to learn from.";
        }
    }

    private static IEnumerable<string> OutOfRange(string what, int[] codes, int rows)
    {
        if (codes.FirstOrDefault(code => code < 0 || code >= rows) is var code && (code < 0 || code >= rows))
        {
            yield return $"gives the {what} {code}, expected one from 0 to {rows - 1}, a row of the table.";
        }
    }

    private static ImmutableArray<EmbeddingLookup> Lookups(ImmutableArray<TorchSharp.Modules.Parameter> tables) =>
        [.. tables.Select(table => new EmbeddingLookup(table, hasSparseGradient: false))];

    /// <summary>What each row is encoded as, so that rows can be compared.</summary>
    private static string[] Describe(FeatureCells cells)
    {
        string[] rows = new string[cells.Rows];
        for (int row = 0; row < cells.Rows; row++)
        {
            int of = row;
            int start = cells.Form.List is null || row == 0 ? 0 : cells.Ends[row - 1];
            int end = cells.Form.List is null ? 0 : cells.Ends[row];
            rows[row] = string.Join(' ', (string[])
            [
                .. Enumerable.Range(0, cells.Form.Codes.Length).Select(column => $"{cells.Codes(column)[of]}"),
                .. Enumerable.Range(0, cells.Form.Values).Select(column => $"{cells.Values(column)[of]:R}"),
                .. Enumerable.Range(0, cells.Form.List?.Codes.Length ?? 0).Select(column => string.Join(',', cells.ElementCodes(column)[start..end].ToArray())),
                .. Enumerable.Range(0, cells.Form.List?.Values ?? 0).Select(column => string.Join(',', cells.ElementValues(column)[start..end].ToArray())),
            ]);
        }

        return rows;
    }

    private static bool Agree(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.Number => Math.Abs(one.GetDouble() - other.GetDouble()) <= Rounding * Math.Max(1, Math.Abs(one.GetDouble())),
        JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => Agree(pair.First, pair.Second)),
        JsonValueKind.Object => one.EnumerateObject().Count() == other.EnumerateObject().Count()
            && one.EnumerateObject().All(property => other.TryGetProperty(property.Name, out JsonElement value) && Agree(property.Value, value)),
        _ => one.GetRawText() == other.GetRawText(),
    };
}
