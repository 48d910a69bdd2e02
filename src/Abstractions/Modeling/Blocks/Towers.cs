using MmoePipeline.Modeling.Layers;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>The towers of all tasks, side by side: hidden layers and an affine map to the task's logits.</summary>
public sealed class Towers : torch.nn.Module
{
    private readonly ParallelMlp _hidden;
    private readonly ImmutableArray<ParallelLinear> _outputs;
    private readonly bool _oneWidth;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="options">Hidden layers.</param>
    /// <param name="inputWidth">The width of a task's representation.</param>
    /// <param name="context">Tasks, random streams and device.</param>
    public Towers(string name, TowerOptions options, int inputWidth, ModelContext context)
        : base(nameof(Towers))
    {
        int tasks = context.Tasks.Length;
        _hidden = new ParallelMlp(
            $"{name}.hidden",
            tasks,
            inputWidth,
            options.Hidden,
            options.Activation,
            sharedInput: false,
            context.Random,
            context.Device,
            options.Normalization,
            options.Dropout);
        register_module("hidden", _hidden);
        _oneWidth = context.Tasks.All(task => task.Width == context.Tasks[0].Width);
        _outputs = _oneWidth
            ? [new($"{name}.output", tasks, _hidden.OutputWidth, context.Tasks[0].Width, context.Random, context.Device)]
            : [.. context.Tasks.Select(task => new ParallelLinear(
                $"{name}.output.{task.Task}", 1, _hidden.OutputWidth, task.Width, context.Random, context.Device))];
        for (int index = 0; index < _outputs.Length; index++)
        {
            register_module($"output{index}", _outputs[index]);
        }
    }

    /// <summary>The tensors that hold a task's tower, which may hold those of other tasks too.</summary>
    /// <param name="task">The task's index.</param>
    public IEnumerable<Parameter> ParametersOf(int task) =>
        [.. _hidden.parameters(), .. _outputs[_oneWidth ? 0 : task].parameters()];

    /// <summary>Computes all towers.</summary>
    /// <param name="input"><c>[tasks, batch, input width]</c>: a representation for each task.</param>
    /// <returns>Logits <c>[batch, outputs]</c>, the tasks' columns one after another.</returns>
    public torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor hidden = _hidden.Forward(input);
        return _oneWidth
            ? _outputs[0].Forward(hidden).permute(1, 0, 2).flatten(1)
            : torch.cat([.. _outputs.Select((output, task) => output.Forward(hidden.narrow(0, task, 1)).squeeze(0))], 1);
    }
}
