using MmoePipeline.Optimization;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Kernels;

/// <summary>The parameters of one learning rate, and what a kernel takes of them side by side.</summary>
internal sealed class ParameterGroup : IDisposable
{
    private readonly ImmutableArray<TrainableParameter> _parameters;
    private readonly ImmutableArray<ImmutableArray<torch.Tensor>> _states;
    private readonly double _scale;
    // Parameters, gradients, one list for each kind of state, the learning rate, the other hyperparameters.
    private readonly object[] _arguments;
    private readonly torch.Tensor[][] _lists;

    private Scalar _learningRate;
    private double _rate;

    /// <summary>Joins parameters, their states and the kernel's hyperparameters, which stay the caller's.</summary>
    public ParameterGroup(
        ImmutableArray<TrainableParameter> parameters,
        ImmutableArray<ImmutableArray<torch.Tensor>> states,
        ImmutableArray<Scalar> hyperparameters)
    {
        (_parameters, _states, _scale) = (parameters, states, parameters[0].LearningRateScale);
        _lists = [.. Enumerable.Range(0, states.Length + 2).Select(_ => new torch.Tensor[parameters.Length])];
        _learningRate = 0.0;
        _arguments = [.. _lists, _learningRate, .. hyperparameters];
    }

    /// <summary>The arguments of a step, of those parameters that have a gradient; null when none has.</summary>
    /// <param name="learningRate">The learning rate without the group's scale.</param>
    public object[]? Arguments(double learningRate)
    {
        int due = 0;
        for (int index = 0; index < _parameters.Length; index++)
        {
            TrainableParameter trained = _parameters[index];
            if (trained.Parameter.grad is { } gradient)
            {
                _lists[0][due] = trained.Parameter;
                _lists[1][due] = gradient;
                for (int kind = 0; kind < _states.Length; kind++)
                {
                    _lists[kind + 2][due] = _states[kind][index];
                }

                due++;
            }
        }

        SetRate(learningRate * _scale);

        // As a rule all parameters have a gradient, and the lists of the step before serve again.
        return due == 0 ? null
            : due == _parameters.Length ? _arguments
            : [.. _lists.Select(list => list[..due]), .. _arguments[_lists.Length..]];
    }

    /// <inheritdoc/>
    public void Dispose() => _learningRate.Dispose();

    private void SetRate(double rate)
    {
        if (rate != _rate)
        {
            _learningRate.Dispose();
            (_rate, _learningRate) = (rate, rate);
            _arguments[_lists.Length] = _learningRate;
        }
    }
}
