using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Dwa;

/// <summary>Dynamic weight average: a task whose loss fell less over the last two epochs counts more.</summary>
/// <remarks>
/// Liu, Johns, Davison: End-to-End Multi-Task Learning with Attention, CVPR 2019, equation 7:
/// <c>w_k = K exp(r_k / T) / sum_i exp(r_i / T)</c> with <c>r_k = L_k(t - 1) / L_k(t - 2)</c>, the mean losses of the two epochs
/// before. In the first two epochs <c>r = 1</c>. A mean is over the batches in which the task has a labelled row; without one in an epoch the mean
/// of the epoch before stays. A task whose mean two epochs before is 0 keeps <c>r = 1</c>.
/// <para>
/// When to use it: tasks learn at different speeds and the run has many epochs. It looks at rates only, so it doesn't mend
/// losses of different size.
/// </para>
/// </remarks>
[Plugin("dwa")]
public sealed class DynamicWeightAverage : LossWeighting
{
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;
    private static readonly Scalar Largest = 1e30;

    private readonly Scalar _temperature;
    private readonly ITrainingClock _clock;
    private readonly History _history;

    /// <summary>Creates the weighting.</summary>
    public DynamicWeightAverage(DynamicWeightAverageOptions options, ITrainingClock clock, LossWeightingContext context)
        : base(nameof(DynamicWeightAverage))
    {
        _temperature = options.Temperature;
        _clock = clock;
        int tasks = context.Tasks.Length;
        _history = new History(
            torch.ones(tasks, device: context.Device),
            torch.zeros(tasks, device: context.Device),
            torch.zeros(tasks, device: context.Device),
            torch.zeros(tasks, device: context.Device),
            torch.zeros(3, torch.int64));
        register_buffer("weights", _history.Weights);
        register_buffer("sums", _history.Sums);
        register_buffer("counts", _history.Counts);
        register_buffer("last", _history.Last);
        register_buffer("progress", _history.Progress);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        // On the CPU wherever the losses are: to read it waits for nothing.
        if (_history.Progress.data<long>()[0] != _clock.Epoch)
        {
            StartEpoch();
        }

        _history.Sums.add_(losses.detach(), One);
        _history.Counts.add_(labelled, One);
        _history.Progress.data<long>()[1]++;
        return losses.dot(_history.Weights.clone());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _history.Weights.clone();

    private void StartEpoch()
    {
        long steps = _history.Progress.data<long>()[1];
        if (steps > 0)
        {
            torch.Tensor means = torch.where(_history.Counts.eq(Zero), _history.Last, _history.Sums.div(_history.Counts.clamp_min(One)));
            if (_history.Progress.data<long>()[2] > 0)
            {
                torch.Tensor unknown = _history.Last.eq(Zero);
                torch.Tensor rates = torch.where(unknown, torch.ones_like(means), means.div(_history.Last.masked_fill(unknown, One)));
                torch.Tensor shares = rates.div(_temperature).clamp_max(Largest).softmax(-1);
                _history.Weights.copy_(shares.mul(torch.tensor((float)means.numel(), device: means.device)));
            }

            _history.Last.copy_(means);
            _history.Sums.zero_();
            _history.Counts.zero_();
            _history.Progress.data<long>()[2]++;
        }

        _history.Progress.data<long>()[0] = _clock.Epoch;
        _history.Progress.data<long>()[1] = 0;
    }

    /// <summary>The tensors.</summary>
    /// <param name="Weights">The weights of this epoch.</param>
    /// <param name="Sums">The sums of this epoch's losses.</param>
    /// <param name="Counts">How many of this epoch's losses were of batches with a labelled row.</param>
    /// <param name="Last">The mean losses of the epoch before.</param>
    /// <param name="Progress">The epoch, its steps so far, and the number of epochs that were completed.</param>
    private sealed record History(torch.Tensor Weights, torch.Tensor Sums, torch.Tensor Counts, torch.Tensor Last, torch.Tensor Progress);
}
