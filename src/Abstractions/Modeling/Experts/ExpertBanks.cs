using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Experts;

/// <summary>All experts that gates can choose from: banks of possibly different kinds, with outputs of one width.</summary>
public sealed class ExpertBanks : torch.nn.Module
{
    private readonly ImmutableArray<ExpertBank> _banks;
    private readonly ImmutableArray<PluginSlot<IExpert>> _slots;

    /// <summary>Builds the banks.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the banks' names.</param>
    /// <param name="slots">The configured banks; at least one.</param>
    /// <param name="inputWidth">The width of the experts' input.</param>
    /// <param name="features">The fields that the input is made of; null where layers have mixed them.</param>
    /// <param name="context">Random streams, device and activator.</param>
    /// <exception cref="BadInputException">The widths of the banks' outputs differ.</exception>
    public ExpertBanks(
        string name,
        ImmutableArray<PluginSlot<IExpert>> slots,
        int inputWidth,
        FeatureLayout? features,
        ModelContext context)
        : base(nameof(ExpertBanks))
    {
        _slots = slots;
        _banks = [.. slots.Select((slot, index) => context.Activator.Create(slot).CreateBank(new ExpertContext
        {
            Path = slot.Path,
            Name = $"{name}.{index}",
            InputWidth = inputWidth,
            Features = features,
            Random = context.Random,
            Device = context.Device,
            Precision = context.Precision,
        }))];
        for (int index = 0; index < _banks.Length; index++)
        {
            register_module($"{index}", _banks[index]);
            if (_banks[index].OutputWidth != _banks[0].OutputWidth)
            {
                throw new BadInputException(
                    ModelCodes.DifferentWidths,
                    slots[index].Path,
                    $"its experts give {_banks[index].OutputWidth} values, those of {slots[0].Path} "
                    + $"give {_banks[0].OutputWidth}; experts that are mixed need outputs of one width.");
            }
        }

        OutputWidth = _banks[0].OutputWidth;
        Names =
        [
            .. slots.SelectMany((slot, index) => Enumerable.Range(0, _banks[index].Count)
                .Select(expert => slots.Length == 1 ? $"{expert}" : $"{index}.{slot.Plugin.Name}.{expert}")),
        ];
    }

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The width of an expert's output.</summary>
    public int OutputWidth { get; }

    /// <summary>Computes all experts.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <param name="trace">Gets the outputs; null for none.</param>
    /// <returns><c>[experts, batch, OutputWidth]</c>.</returns>
    /// <exception cref="PluginException">A bank's output has another shape than it promised.</exception>
    public torch.Tensor Forward(torch.Tensor input, ForwardTrace? trace)
    {
        torch.Tensor outputs = _banks.Length == 1
            ? Outputs(0, input, trace)
            : torch.cat([.. Enumerable.Range(0, _banks.Length).Select(bank => Outputs(bank, input, trace))], 0);
        trace?.Add(new ExpertActivation(Names, outputs));
        return outputs;
    }

    private torch.Tensor Outputs(int bank, torch.Tensor input, ForwardTrace? trace)
    {
        torch.Tensor outputs = _banks[bank].Forward(input);
        (int count, long rows, int width) = (_banks[bank].Count, input.size(0), _banks[bank].OutputWidth);
        if (outputs.Dimensions != 3 || outputs.size(0) != count || outputs.size(1) != rows || outputs.size(2) != width)
        {
            throw new PluginException(
                PluginCodes.WrongShape,
                _slots[bank].Plugin,
                _slots[bank].Path,
                $"gives values of shape [{string.Join(", ", outputs.shape)}], expected [{count}, {rows}, {width}]: experts, rows, width");
        }

        FiniteValues.Require(outputs, trace, _slots[bank].Plugin, _slots[bank].Path, "gives");
        return outputs;
    }
}
