using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.SingleTask;

/// <summary>The networks of <see cref="SingleTask"/>, side by side.</summary>
public sealed class SingleTaskModel : MultiTaskModel
{
    private readonly ImmutableArray<MixtureBottom> _bottoms;
    private readonly ImmutableArray<Towers> _towers;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public SingleTaskModel(SingleTaskOptions options, ModelContext context)
        : base(nameof(SingleTaskModel))
    {
        ImmutableArray<ModelContext> tasks = [.. context.Tasks.Select(task => context with { Tasks = [task] })];
        _bottoms = [.. tasks.Select(task => new MixtureBottom(
            $"tasks.{task.Tasks[0].Task}", options.Shared, options.Experts, options.Gate, task))];
        _towers = [.. tasks.Select((task, index) => new Towers(
            $"tasks.{task.Tasks[0].Task}.tower", options.Tower, _bottoms[index].OutputWidth, task))];
        for (int index = 0; index < tasks.Length; index++)
        {
            register_module($"bottom{index}", _bottoms[index]);
            register_module($"tower{index}", _towers[index]);
        }

        Parts =
        [
            .. tasks.SelectMany((task, index) => _bottoms[index].Parts.Append(new ModelPart("tower", _towers[index]))
                .Select(part => part with { Name = $"{task.Tasks[0].Task}.{part.Name}" })),
        ];
    }

    /// <summary>None: no parameter serves two tasks.</summary>
    public override IReadOnlyList<Parameter> SharedParameters => [];

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor? penalty = null;
        var logits = new torch.Tensor[_bottoms.Length];
        for (int task = 0; task < logits.Length; task++)
        {
            logits[task] = _towers[task].Forward(_bottoms[task].Forward(features, trace, out torch.Tensor? term));
            penalty = Penalties.Sum(penalty, term);
        }

        return new ModelOutput(torch.cat(logits, 1), penalty);
    }
}
