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

        torch.Tensor[] ofColumns = [.. Enumerable.Range(0, tables.Length).Select(table => tables[table].Vectors(list.Codes.select(0, table)))];
        torch.Tensor events = torch.cat([.. ofColumns, list.Values.transpose(0, 1)], 1);
        if (_pooling == SequencePooling.Last)
        {
            return ListPooling.Last(list, events);
        }

        if (_unit is not null)
        {
            torch.Tensor targets = torch.cat([.. _form.Codes.Select((table, column) => tables[table].Vectors(input.Codes.select(1, column)))], 1);
            torch.Tensor compared = torch.cat([.. _form.Codes.Select(table => ofColumns[table])], 1);
            return list.Sum(_unit.Weights(list, compared, targets, _maximumLength) * events);
        }

        int length = Length(list);
        return _attention is not null ? _attention.Forward(list, events, length) : _recurrence!.Forward(list, events, length);
    }

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
