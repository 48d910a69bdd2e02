using MmoePipeline.Features;

namespace MmoePipeline.Modeling;

/// <summary>The encoded features of a batch. Whoever made the tensors owns them.</summary>
/// <param name="Categorical">
/// <c>[batch, categorical fields]</c>, int64: rows of the first embedding table, the field's offset included.
/// </param>
/// <param name="Numeric"><c>[batch, numeric fields]</c>, float32, standardised.</param>
public readonly record struct FeatureBatch(Tensor Categorical, Tensor Numeric)
{
    /// <summary>For each of the <see cref="FeatureLayout.Groups"/> <c>[batch, fields]</c>, int64: rows of its table.</summary>
    public ImmutableArray<Tensor> Lookups
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>For each of the <see cref="FeatureLayout.Modules"/> its encoded rows.</summary>
    public ImmutableArray<FeatureInput> Inputs
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The number of rows.</summary>
    public long Rows => Numeric.size(0);

    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors =>
    [
        Categorical,
        Numeric,
        .. Lookups,
        .. Inputs.SelectMany(input => (IEnumerable<Tensor>)
            [input.Codes, input.Values, .. input.List is { } list ? [list.Starts, list.Rows, list.Codes, list.Values] : Array.Empty<Tensor>()]),
    ];

    /// <summary>The first rows, as views in the enclosing dispose scope. Where rows have lists, it waits for the device.</summary>
    /// <param name="rows">Their number; at most <see cref="Rows"/>.</param>
    public FeatureBatch Narrow(long rows) => new(Categorical.narrow(0, 0, rows), Numeric.narrow(0, 0, rows))
    {
        Lookups = [.. Lookups.Select(codes => codes.narrow(0, 0, rows))],
        Inputs =
        [
            .. Inputs.Select(input => new FeatureInput(
                input.Codes.narrow(0, 0, rows), input.Values.narrow(0, 0, rows), input.List is null ? null : Narrow(input.List, rows))),
        ],
    };

    /// <summary>Makes another batch out of each of its tensors.</summary>
    /// <param name="change">Gives the tensor that takes one's place.</param>
    public FeatureBatch Select(Func<Tensor, Tensor> change) => new(change(Categorical), change(Numeric))
    {
        Lookups = [.. Lookups.Select(change)],
        Inputs =
        [
            .. Inputs.Select(input => new FeatureInput(
                change(input.Codes),
                change(input.Values),
                input.List is { } list ? new ListInput(change(list.Starts), change(list.Rows), change(list.Codes), change(list.Values)) : null)),
        ],
    };

    private static ListInput Narrow(ListInput list, long rows)
    {
        long elements = list.Starts[rows].ToInt64();
        return new ListInput(
            list.Starts.narrow(0, 0, rows + 1), list.Rows.narrow(0, 0, elements), list.Codes.narrow(1, 0, elements), list.Values.narrow(1, 0, elements));
    }
}
