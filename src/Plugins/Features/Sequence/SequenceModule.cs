using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using TorchSharp;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>Makes one vector of a row's events.</summary>
internal sealed class SequenceModule : FeatureModule
{
    private readonly SequencePooling _pooling;
    private readonly FeatureForm _form;
    private readonly int _maximumLength;
    private readonly ActivationUnit? _unit;
    private readonly SelfAttention? _attention;
    private readonly GatedRecurrence? _recurrence;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The pooling.</param>
    /// <param name="form">Which code is of which table.</param>
    /// <param name="width">The width of an event's vector.</param>
    /// <param name="context">What the module is built with.</param>
    public SequenceModule(SequenceFeatureOptions options, FeatureForm form, int width, FeatureModuleContext context)
        : base(nameof(SequenceModule))
    {
        (_pooling, _form, _maximumLength) = (options.Pooling, form, options.Lists.MaximumLength);
        switch (options.Pooling)
        {
            case SequencePooling.Attention:
                _unit = new ActivationUnit(options, form.Codes.Sum(table => context.Dimensions[table]), context);
                register_module("unit", _unit);
                break;
            case SequencePooling.SelfAttention:
                _attention = new SelfAttention(options, width, context);
                register_module("attention", _attention);
                break;
            case SequencePooling.Gru:
                _recurrence = new GatedRecurrence(width, context);
                register_module("gru", _recurrence);
                break;
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables)
    {
        ListInput list = input.List!;
        if (_pooling is SequencePooling.Mean or SequencePooling.Sum)
        {
            torch.Tensor sum = Sum(list, tables);
            return _pooling == SequencePooling.Sum ? sum : sum / list.Lengths.clamp_min(1).unsqueeze(1);
        }

        if (_pooling == SequencePooling.Last)
        {
            return ListPooling.Last(list, Events(list, tables));
        }

        int length = Length(list);
        return _unit is not null ? Attend(_unit, input, tables, length)
            : _attention is not null ? _attention.Forward(list, Events(list, tables), length)
            : _recurrence!.Forward(list, Events(list, tables), length);
    }

    /// <summary>The events' vectors: <c>[elements, width]</c>.</summary>
    private static torch.Tensor Events(ListInput list, ImmutableArray<EmbeddingLookup> tables) =>
        torch.cat([.. tables.Select((table, column) => table.Vectors(list.Codes.select(0, column))), list.Values.transpose(0, 1)], 1);

    /// <summary>Codes are padded, not vectors: a place behind a list's end has the first row of the table, and neither gives nor gets anything.</summary>
    private torch.Tensor Attend(ActivationUnit unit, FeatureInput input, ImmutableArray<EmbeddingLookup> tables, int length)
    {
        ListInput list = input.List!;
        long batch = list.BatchSize;
        bool isFull = list.Elements == batch * length;
        torch.Tensor[] ofColumns =
        [
            .. tables.Select((table, column) => table
                .Vectors(isFull ? list.Codes.select(0, column) : Padded(list, list.Codes.select(0, column), length))
                .view(batch, length, table.Dimension)),
        ];
        torch.Tensor[] numbers = list.Values.size(0) == 0 ? [] : [ListPooling.Pad(list, list.Values.transpose(0, 1), length).Block];
        torch.Tensor targets = Joined([.. _form.Codes.Select((table, column) => tables[table].Vectors(input.Codes.select(1, column)))], 1);
        torch.Tensor compared = Joined([.. _form.Codes.Select(table => ofColumns[table])], 2);
        torch.Tensor events = ofColumns.Length == _form.Codes.Length && numbers.Length == 0 ? compared : Joined([.. ofColumns, .. numbers], 2);
        return unit.Forward(events, compared, targets, isFull ? null : ListPooling.IsBehind(list, length));
    }

    private static torch.Tensor Padded(ListInput list, torch.Tensor codes, int length) =>
        torch.zeros([list.BatchSize * length], torch.int64, codes.device).index_copy(0, ListPooling.Places(list, length), codes);

    private static torch.Tensor Joined(torch.Tensor[] parts, long axis) => parts.Length == 1 ? parts[0] : torch.cat(parts, axis);

    private static torch.Tensor Sum(ListInput list, ImmutableArray<EmbeddingLookup> tables)
    {
        IEnumerable<torch.Tensor> sums = tables.Select((table, column) => table.Sum(list, column));
        return torch.cat([.. sums, .. list.Values.size(0) > 0 ? [list.Sum(list.Values.transpose(0, 1))] : Array.Empty<torch.Tensor>()], 1);
    }

    /// <summary>
    /// The length of a padded block: that of the longest list, while training on a processor. Else the longest there can be, so that a row's numbers don't depend on other rows', and
    /// nothing waits for a device.
    /// </summary>
    private int Length(ListInput list) => training && list.Rows.device_type == DeviceType.CPU && list.BatchSize > 0
        ? Math.Max(1, list.Lengths.max().ToInt32())
        : _maximumLength;
}
