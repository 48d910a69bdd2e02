using MmoePipeline.Engine.Networks;
using MmoePipeline.Events;
using MmoePipeline.Resuming;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Options.Training;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Keeps a copy of the weights of the epoch with the best validation score. It owns the copy.</summary>
/// <param name="selection">By which metric the best is chosen.</param>
/// <param name="patience">After how many epochs without improvement to stop; null for never.</param>
/// <param name="network">The network whose weights are kept.</param>
internal sealed class BestEpoch(SelectionOptions selection, int? patience, TrainedNetwork network) : IResumable, IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _weights = [];
    private double _bestUtility = double.NegativeInfinity;
    private int _lastEpoch;

    /// <summary>The best epoch so far, from 1; 0 before the first whose score is a number.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether the score has not improved for as long as the patience lasts.</summary>
    public bool PatienceIsOver => patience is { } epochs && _lastEpoch - Epoch >= epochs;

    /// <summary>The mean of the selected metric over the selected tasks; NaN where it is not a finite number for one of them.</summary>
    /// <exception cref="BadInputException">
    /// A selected task has no such metric or does not exist, the metric is best neither at its highest nor at its lowest, or tasks disagree
    /// which of the two.
    /// </exception>
    public (double Score, bool HigherIsBetter) Score(ImmutableArray<TaskMetrics> validation)
    {
        ImmutableArray<(string Task, TaskMetric Metric)> chosen = Chosen(validation);
        foreach ((string task, TaskMetric metric) in chosen)
        {
            if (metric.HigherIsBetter is null)
            {
                throw new BadInputException(
                    TrainingCodes.SelectionDirection,
                    "training.selection.metric",
                    $"neither the highest nor the lowest '{selection.Metric}' of task '{task}' is the best one; choose "
                    + "another metric.");
            }

            if (metric.HigherIsBetter != chosen[0].Metric.HigherIsBetter)
            {
                throw new BadInputException(
                    TrainingCodes.SelectionDirection,
                    "training.selection.metric",
                    $"for task '{chosen[0].Task}' the {(chosen[0].Metric.HigherIsBetter == true ? "highest" : "lowest")} "
                    + $"'{selection.Metric}' is the best one, for task '{task}' the {(metric.HigherIsBetter == true ? "highest" : "lowest")}, so their "
                    + "mean is neither; name the tasks that count in training.selection.tasks, or choose another metric.");
            }
        }

        double score = chosen.Average(of => of.Metric.Value);
        return (double.IsFinite(score) ? score : double.NaN, chosen[0].Metric.HigherIsBetter == true);
    }

    /// <summary>Which selected tasks' metrics are not finite numbers, for a person.</summary>
    public string WhyWithoutScore(ImmutableArray<TaskMetrics> validation) =>
        $"{selection.Metric} of {string.Join(", ", Chosen(validation).Where(of => !double.IsFinite(of.Metric.Value)).Select(of => $"'{of.Task}'"))} is not "
        + "a finite number on the validation rows";

    /// <summary>Looks at the metrics of an epoch and copies the weights if it is the best so far.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="validation">Its validation metrics.</param>
    /// <returns>The score, and whether it is the best so far, which an epoch whose score is not a number never is.</returns>
    public (double Score, bool IsBest) Offer(int epoch, ImmutableArray<TaskMetrics> validation)
    {
        _lastEpoch = epoch;
        (double score, bool higherIsBetter) = Score(validation);
        double utility = higherIsBetter ? score : -score;
        bool isBest = utility > _bestUtility;
        if (isBest)
        {
            (Epoch, _bestUtility) = (epoch, utility);
            Copy();
        }

        return (score, isBest);
    }

    /// <summary>Puts the weights of the best epoch back into the network.</summary>
    public void Restore()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        foreach ((string name, torch.Tensor tensor) in network.State)
        {
            tensor.copy_(_weights[name]);
        }
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        Epoch = state.Exchange("epoch", Epoch);
        _lastEpoch = state.Exchange("lastEpoch", _lastEpoch);
        _bestUtility = state.Exchange("utility", _bestUtility);
        if (state.IsLoading && Epoch > 0)
        {
            // Made anew in the form of the network's, and filled by the checkpoint.
            Copy();
        }

        foreach ((string name, torch.Tensor tensor) in _weights)
        {
            state.Exchange(name, tensor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in _weights.Values)
        {
            tensor.Dispose();
        }
    }

    private void Copy()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        foreach ((string name, torch.Tensor tensor) in network.State)
        {
            if (_weights.TryGetValue(name, out torch.Tensor? kept))
            {
                kept.copy_(tensor);
            }
            else
            {
                _weights.Add(name, tensor.detach().clone().DetachFromDisposeScope());
            }
        }
    }

    private ImmutableArray<(string Task, TaskMetric Metric)> Chosen(ImmutableArray<TaskMetrics> validation)
    {
        ImmutableArray<string> names = [.. validation.Select(task => task.Task)];
        return
        [
            .. (selection.Tasks.IsEmpty ? names : selection.Tasks).Select(name =>
            {
                TaskMetrics task = validation.FirstOrDefault(task => task.Task == name) ?? throw new BadInputException(
                    TrainingCodes.SelectionTask,
                    "training.selection.tasks",
                    $"there is no task '{name}'; the tasks are {string.Join(", ", names)}.");
                return (name, task.Metrics.FirstOrDefault(metric => metric.Name == selection.Metric) ?? throw new BadInputException(
                    TrainingCodes.SelectionMetric,
                    "training.selection.metric",
                    $"task '{name}' has no metric '{selection.Metric}'; "
                    + $"its metrics are {string.Join(", ", task.Metrics.Select(metric => metric.Name))}."));
            }),
        ];
    }
}
