using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Features.Lists;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>Options of a sequence.</summary>
[PluginOptions]
public sealed partial record SequenceFeatureOptions
{
    /// <summary>The feature's name; null for the first column's.</summary>
    [MinLength(1)]
    public string? Name { get; init; }

    /// <summary>The columns of parallel lists: what each event is, such as an item, its category and the time since.</summary>
    [MinLength(1)]
    public required ImmutableArray<SequenceColumnOptions> Columns { get; init; }

    /// <summary>How the events of a row become one vector.</summary>
    public SequencePooling Pooling { get; init; } = SequencePooling.Mean;

    /// <summary>Widths of the hidden layers that compute an event's weight, where pooling is attention.</summary>
    [MinLength(1)]
    [ItemRange(1, 65536)]
    public ImmutableArray<int> AttentionHidden { get; init; } = [36];

    /// <summary>The activation function behind them.</summary>
    public Activation AttentionActivation { get; init; } = Activation.Relu;

    /// <summary>Whether the weights of a row's events sum to 1, where pooling is attention.</summary>
    public bool AttentionSoftmax { get; init; }

    /// <summary>How many heads there are, where pooling is self-attention.</summary>
    [Range(1, 256)]
    public int Heads { get; init; } = 1;

    /// <summary>How lists are read.</summary>
    [IncludedOptions]
    public ListOptions Lists { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Columns.All(column => column.Numbers))
        {
            section.Report("columns", "are numbers only; at least one has to be a category");
        }

        if (Pooling == SequencePooling.Attention && Columns.All(column => column.Target is null))
        {
            section.Report("columns", "name no target, which attention compares events with; set the target of the item's column, for instance \"target\": \"video_id\"");
        }

        for (int index = 0; index < Columns.Length; index++)
        {
            if (Columns[index].Target is not null && Pooling != SequencePooling.Attention)
            {
                section.Report($"columns.{index}.target", "is used only where pooling is attention");
            }
        }
    }
}

/// <summary>A column of lists that are parallel to others.</summary>
[PluginOptions]
public sealed partial record SequenceColumnOptions
{
    /// <summary>The column: a LIST, or texts with a separator.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>Whether its values are numbers, which are read as sign(x) log(1 + |x|) and standardised; else they are categories.</summary>
    public bool Numbers { get; init; }

    /// <summary>The column of the value in question, such as the item to rank, whose vector attention compares the events' vectors with. It is looked up in this column's table.</summary>
    [MinLength(1)]
    public string? Target { get; init; }

    /// <summary>Which values get a vector of their own.</summary>
    [IncludedOptions]
    public VocabularyOptions Vocabulary { get; init; } = new();

    /// <summary>The vectors.</summary>
    [IncludedOptions]
    public EmbeddingOptions Embedding { get; init; } = new();

    private void Validate(OptionsSection section)
    {
        if (Numbers && Target is not null)
        {
            section.Report("target", "is used only for categories");
        }
    }
}

/// <summary>How the events of a row become one vector.</summary>
public enum SequencePooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The last one.</summary>
    Last,

    /// <summary>Their sum, weighted by likeness to the target: the local activation unit of the Deep Interest Network.</summary>
    Attention,

    /// <summary>The mean of what self-attention makes of them.</summary>
    SelfAttention,

    /// <summary>The last state of a gated recurrent unit.</summary>
    Gru,
}
