using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.ExpertLearning;

/// <summary>How fast an expert learns, epoch by epoch.</summary>
/// <param name="group">The expert's parameters.</param>
internal sealed class ExpertHistory(SharedParameterGroup group)
{
    private readonly List<double> _epochs = [];
    private readonly List<double?> _updateRatios = [];
    private readonly List<double?> _gradientNorms = [];
    private double _updateRatioSum;
    private double _gradientNormSum;
    private int _steps;

    /// <summary>The expert's parameters.</summary>
    public SharedParameterGroup Group => group;

    /// <summary>The expert's name within its bank: its number.</summary>
    public string Name => group.Name[(group.Name.LastIndexOf('/') + 1)..];

    /// <summary>The mean update ratio of the last epoch that had a step to look at; NaN where there is none.</summary>
    public double UpdateRatio { get; private set; } = double.NaN;

    /// <summary>Whether it was starving at the end of the last epoch.</summary>
    public bool IsStarving { get; set; }

    /// <summary>Adds a step.</summary>
    public void Add(double updateRatio, double gradientNorm)
    {
        _updateRatioSum += updateRatio;
        _gradientNormSum += gradientNorm;
        _steps++;
    }

    /// <summary>Closes an epoch.</summary>
    /// <returns>The epoch's means; NaN where it had no step to look at.</returns>
    public IEnumerable<ProbeMetric> CompleteEpoch(int epoch, string prefix)
    {
        double updateRatio = _updateRatioSum / _steps;
        double gradientNorm = _gradientNormSum / _steps;
        if (_steps > 0)
        {
            UpdateRatio = updateRatio;
            _epochs.Add(epoch);
            _updateRatios.Add(updateRatio);
            _gradientNorms.Add(gradientNorm);
        }

        (_updateRatioSum, _gradientNormSum, _steps) = (0, 0, 0);
        return
        [
            new($"{prefix}/{group.Name}/updateRatio", updateRatio),
            new($"{prefix}/{group.Name}/gradientNorm", gradientNorm),
        ];
    }

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("epochs", _epochs);
        state.Exchange("updateRatios", _updateRatios);
        state.Exchange("gradientNorms", _gradientNorms);
        _updateRatioSum = state.Exchange("updateRatioSum", _updateRatioSum);
        _gradientNormSum = state.Exchange("gradientNormSum", _gradientNormSum);
        _steps = state.Exchange("steps", _steps);
        UpdateRatio = state.Exchange("updateRatio", UpdateRatio);
        IsStarving = state.Exchange("isStarving", IsStarving);
    }

    /// <summary>The update ratios by epoch.</summary>
    public PointSeries UpdateRatios() => new(Name, [.. _epochs], [.. _updateRatios]);

    /// <summary>The norms of the gradient by epoch.</summary>
    public PointSeries GradientNorms() => new(Name, [.. _epochs], [.. _gradientNorms]);
}
