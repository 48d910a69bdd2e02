using MmoePipeline.Modeling;
using MmoePipeline.Optimization;
using MmoePipeline.Resuming;
using MmoePipeline.Runs.Options.Training;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Networks;

/// <summary>What follows the backward pass: clipping, schedule and the optimizer's step. It owns the optimizer.</summary>
internal sealed class ParameterUpdate : IResumable, IDisposable
{
    private readonly ITrainingClock _clock;
    private readonly GradientClipping? _clipping;
    private readonly ILearningRateSchedule? _schedule;
    private ImmutableArray<(string Name, Parameter Parameter)> _parameters = [];

    /// <summary>Makes the configured parts.</summary>
    public ParameterUpdate(TrainingOptions options, ITrainingClock clock, IServiceProvider services)
    {
        _clock = clock;
        _clipping = options.GradientClipping is { } limit ? new GradientClipping(limit) : null;
        _schedule = options.Schedule?.Create(services);
        Groups = options.Groups;
        Optimizer = options.Optimizer.Create(services);
    }

    /// <summary>Changes the parameters.</summary>
    public ParameterOptimizer Optimizer { get; }

    /// <summary>What the schedule multiplied the learning rate by in the last step; 1 without a schedule.</summary>
    public double LearningRateFactor { get; private set; } = 1;

    private ImmutableArray<ParameterGroupOptions> Groups { get; }

    /// <summary>Called once, with all parameters.</summary>
    /// <exception cref="BadInputException">A configured group has no parameter.</exception>
    public void Attach(ImmutableArray<(string Name, Parameter Parameter)> parameters)
    {
        _parameters = parameters;
        Optimizer.Attach(ParameterGroups.Assign(parameters, Groups));
    }

    /// <summary>Applies the gradients.</summary>
    public void Apply()
    {
        _clipping?.Apply(_parameters);
        long steps = Math.Max(1, (long)_clock.Epochs * _clock.StepsPerEpoch);
        LearningRateFactor = _schedule?.Factor(_clock.Step, steps) ?? 1;
        Optimizer.Step(LearningRateFactor);
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        LearningRateFactor = state.Exchange("learningRateFactor", LearningRateFactor);
        if (_schedule is IResumable schedule)
        {
            state.Part("schedule", schedule.ExchangeState);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clipping?.Dispose();
        Optimizer.Dispose();
    }
}
