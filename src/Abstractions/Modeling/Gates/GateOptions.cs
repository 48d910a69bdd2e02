using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Gates;

/// <summary>The gates of a mixture of experts: a small network for each task that weighs the experts.</summary>
[PluginOptions]
public sealed partial record GateOptions
{
    /// <summary>Widths of hidden layers in each gate; none makes the gates linear.</summary>
    [ItemRange(1, 65536)]
    public ImmutableArray<int> Hidden { get; init; } = [];

    /// <summary>The activation function behind hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>What the gates read.</summary>
    public GateInputSource Input { get; init; } = GateInputSource.Shared;

    /// <summary>The fields whose embedded columns the gates read, where <c>input</c> is <c>fields</c>.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>Gate-regularizers, applied in this order.</summary>
    public ImmutableArray<PluginSlot<GateRegularizer>> Regularizers { get; init; } = [];

    private void Validate(OptionsSection section)
    {
        if (Input == GateInputSource.Fields && Fields.IsEmpty)
        {
            section.Report("fields", "must name the fields that the gates read, because input is fields");
        }

        if (Input != GateInputSource.Fields && !Fields.IsEmpty)
        {
            section.Report("fields", "is used only where input is fields");
        }
    }
}
