using MmoePipeline.Optimization;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Kernels;

/// <summary>
/// Updates all parameters of one learning rate in one call of TorchScript, where an update for each takes five times as long.
/// It owns the optimizer's state.
/// </summary>
internal sealed class TensorListKernel : IDisposable
{
    private readonly double _learningRate;
    private readonly torch.jit.CompilationUnit _kernel;
    private readonly Dictionary<string, torch.Tensor> _state = [];
    // Scalars of our own: those that TorchSharp makes of plain numbers for a call may be collected before it has read them.
    private readonly ImmutableArray<Scalar> _hyperparameters;
    private readonly ImmutableArray<ParameterGroup> _groups;

    /// <summary>Compiles the kernel and creates the state.</summary>
    /// <param name="source">
    /// TorchScript that defines <c>step(parameters, gradients, [a list for each state], learning_rate, [hyperparameters])</c> and
    /// returns a tensor. It has to end in an empty line.
    /// </param>
    /// <param name="learningRate">The learning rate before scales and schedule.</param>
    /// <param name="hyperparameters">What follows the learning rate.</param>
    /// <param name="states">What is kept for each parameter.</param>
    /// <param name="parameters">The parameters.</param>
    public TensorListKernel(
        string source,
        double learningRate,
        ImmutableArray<double> hyperparameters,
        ImmutableArray<StateTensor> states,
        ImmutableArray<TrainableParameter> parameters)
    {
        _learningRate = learningRate;
        _kernel = torch.jit.compile(source);
        _hyperparameters = [.. hyperparameters.Select(value => (Scalar)value)];
        _groups = [.. parameters.GroupBy(trained => trained.LearningRateScale).Select(group => Group([.. group], states))];
    }

    /// <summary>The state by name.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> State => _state;

    /// <summary>Updates the parameters that have a gradient.</summary>
    public void Step(double learningRateFactor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        foreach (ParameterGroup group in _groups)
        {
            if (group.Arguments(_learningRate * learningRateFactor) is { } arguments)
            {
                _kernel.invoke("step", arguments);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in _state.Values)
        {
            tensor.Dispose();
        }

        foreach (ParameterGroup group in _groups)
        {
            group.Dispose();
        }

        foreach (Scalar scalar in _hyperparameters)
        {
            scalar.Dispose();
        }

        _kernel.Dispose();
    }

    private ParameterGroup Group(ImmutableArray<TrainableParameter> parameters, ImmutableArray<StateTensor> states)
    {
        ImmutableArray<ImmutableArray<torch.Tensor>> tensors =
            [.. states.Select(state => parameters.Select(state.Create).ToImmutableArray())];
        foreach ((StateTensor state, ImmutableArray<torch.Tensor> made) in states.Zip(tensors))
        {
            foreach ((TrainableParameter trained, torch.Tensor tensor) in parameters.Zip(made))
            {
                _state.Add($"{trained.Name}.{state.Name}", tensor);
            }
        }

        return new ParameterGroup(parameters, tensors, _hyperparameters);
    }
}
