using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.CrossStitch;

/// <summary>A learned linear combination of the tasks' layers.</summary>
public sealed class CrossStitchUnit : torch.nn.Module
{
    private readonly ImmutableArray<string> _tasks;

    /// <summary>Makes the start.</summary>
    /// <param name="ownWeight">The weight of a task's own layer; the others share the rest to 1.</param>
    /// <param name="context">Tasks and device.</param>
    public CrossStitchUnit(double ownWeight, ModelContext context)
        : base(nameof(CrossStitchUnit))
    {
        _tasks = [.. context.Tasks.Select(task => task.Task)];
        int tasks = _tasks.Length;
        float[] start =
        [
            .. Enumerable.Range(0, tasks * tasks).Select(index =>
                tasks == 1 ? 1f : (float)(index / tasks == index % tasks ? ownWeight : (1 - ownWeight) / (tasks - 1))),
        ];
        Alpha = FreshParameter.From(torch.tensor(start, [tasks, tasks]), context.Device);
        register_parameter("alpha", Alpha);
    }

    /// <summary><c>[tasks, tasks]</c>: a row for each task that reads, a column for each that is read.</summary>
    public Parameter Alpha { get; }

    /// <summary>Combines the tasks' layers.</summary>
    /// <param name="input"><c>[tasks, batch, width]</c>.</param>
    /// <param name="trace">Gets the inputs, and the combination's weights as those of gates; null for none.</param>
    /// <returns><c>[tasks, batch, width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, ForwardTrace? trace)
    {
        trace?.Add(new ExpertActivation(_tasks, input));
        trace?.Add(new GateActivation(_tasks, _tasks, Alpha.unsqueeze(0).expand(input.size(1), -1, -1)));
        return Alpha.mm(input.flatten(1)).view(input.shape);
    }
}
