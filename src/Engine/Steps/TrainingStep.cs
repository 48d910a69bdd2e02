using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Probing;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Resuming;
using MmoePipeline.Runs;
using MmoePipeline.Tasks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Engine.Steps;

/// <summary>
/// One step: forward, losses, backward, update. It adds up the tasks' losses where they were computed, so that nothing waits
/// for the device.
/// </summary>
internal sealed class TrainingStep : IResumable, IDisposable
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read, the more so as
    // other threads allocate beside the call.
    private static readonly Scalar One = 1;

    private const int StepsBetweenLooks = 64;

    private readonly TrainedNetwork _network;
    private readonly bool _looksAlways;
    private readonly UndoableStep _undo;
    private readonly UnseenFaults? _unseen;
    private readonly torch.Tensor _lossSums;
    private readonly torch.Tensor _labelledSteps;
    private readonly torch.Tensor[] _losses;
    private readonly long[] _widths;
    private readonly int?[] _weightOfTask;
    private readonly TaskGradientDescent? _taskGradients;
    private long _steps;

    /// <summary>Makes the sums.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="random">The run's random streams; null where nothing is drawn.</param>
    /// <param name="looksAlways">
    /// Whether every step waits for its losses and gradients, to see if they are finite; null for what is right on the network's device.
    /// </param>
    public TrainingStep(TrainedNetwork network, RandomStreams? random = null, bool? looksAlways = null)
    {
        _network = network;
        _looksAlways = looksAlways ?? network.Device.type == DeviceType.CPU;
        _undo = new UndoableStep(network, random);
        _unseen = _looksAlways ? null : new UnseenFaults(network);
        _losses = new torch.Tensor[network.Tasks.Length];
        _widths = [.. network.Outputs.Select(output => (long)output.Width)];
        var columns = TaskColumns.Of(network.Tasks);
        _weightOfTask = [.. network.Tasks.Select(columns.WeightOf)];
        _taskGradients = network.Weighting is GradientWeighting weighting ? new TaskGradientDescent(network, weighting) : null;
        _lossSums = torch.zeros(network.Tasks.Length, torch.float64, network.Device);
        _labelledSteps = torch.zeros(network.Tasks.Length, torch.float64, network.Device);
    }

    /// <summary>Trains on a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="probes">The probes, if the step is due for any; null otherwise.</param>
    /// <returns>
    /// What is not finite, if anything is: then no parameter was changed and, where such steps are skipped, no buffer and no random
    /// stream. A step that isn't looked at changes nothing either (<see cref="TakeUnseen"/>).
    /// </returns>
    public NumericFault? Run(Batch batch, ProbeSet? probes = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        bool isLookedAt = IsLookedAt;
        _undo.Start();
        if (!isLookedAt)
        {
            _unseen!.Start();
        }

        ModelOutput output = _network.Model.Forward(batch.Features);
        torch.Tensor losses = Losses(output.Logits, batch.Targets, batch.Weights);
        if (isLookedAt && !IsFinite(losses))
        {
            return _undo.Undo(() => NumericFault.OfLosses(this, batch));
        }

        ProbedStep? probed = probes?.OnLosses(losses);
        torch.Tensor labelled = LabelledTasks.Of(batch, _weightOfTask);
        torch.Tensor loss = Weighted(losses, labelled);
        if (output.Penalty is { } penalty)
        {
            loss = loss.add(penalty, One);
        }

        if (isLookedAt && !IsFinite(loss))
        {
            return _undo.Undo(() => NumericFault.OfCombinedLoss(this, batch));
        }

        foreach ((_, Parameter parameter) in _network.Parameters)
        {
            parameter.grad = null;
        }

        if (_taskGradients is null)
        {
            loss.backward();
        }
        else if (!_taskGradients.Backward(losses, labelled, SampleLosses(output.Logits, batch, losses), loss, output.Penalty, isLookedAt))
        {
            return _undo.Undo(() => NumericFault.OfGradients(this, batch));
        }

        if (isLookedAt && !GradientsAreFinite())
        {
            return _undo.Undo(() => NumericFault.OfGradients(this, batch));
        }

        if (!isLookedAt)
        {
            _unseen!.Mask(losses, loss, _network.Parameters);
        }

        if (probed is not null)
        {
            probes!.OnWeighted(probed, _network.Weighting);
        }

        _network.Update.Apply();
        if (probed is not null)
        {
            probes!.OnStepped(probed);
        }

        if (_network.Weighting.NeedsLossesAfterStep)
        {
            using IDisposable noGrad = torch.no_grad();
            _network.Weighting.OnStepped(_undo.Again(
                () => Losses(_network.Model.Forward(batch.Features).Logits, batch.Targets, batch.Weights)));
        }

        using (torch.no_grad())
        {
            (torch.Tensor counted, torch.Tensor of) = isLookedAt ? (losses, labelled) : _unseen!.Finish(losses, labelled);
            _lossSums.add_(counted.detach(), One);
            _labelledSteps.add_(of, One);
        }

        _steps++;
        return null;
    }

    /// <summary>
    /// The steps that were not applied since the last call and not seen either, because looking waits for the device: looked for every 64
    /// steps, and at the end of an epoch.
    /// </summary>
    /// <param name="isEnd">Whether to look in any case.</param>
    /// <returns>How many steps they are, and how many steps ago the first was; null for none, or where it isn't time to look.</returns>
    public (long Count, long First)? TakeUnseen(bool isEnd) => _unseen is not null && (isEnd || IsLookedAt) ? _unseen.Take() : null;

    /// <summary>
    /// Looks for the plugin whose values have a wrong shape or are no finite numbers, in a pass of its own that changes no parameter.
    /// </summary>
    /// <param name="batch">A batch.</param>
    /// <param name="withWeighting">Whether the loss weighting is looked at, which may remember what it is shown.</param>
    /// <exception cref="PluginException">A plugin gives such values.</exception>
    /// <exception cref="RunFailedException">A parameter is no finite number.</exception>
    public void Check(Batch batch, bool withWeighting)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        if (_network.Parameters.FirstOrDefault(named => !IsFinite(named.Parameter)) is { Parameter: not null } broken)
        {
            throw new RunFailedException(
                TrainingCodes.Diverged,
                $"training diverged: the parameter {broken.Name} is not a finite number; a smaller learning rate helps most often.");
        }

        torch.Tensor logits = _network.Model.Forward(batch.Features, new ForwardTrace { RefusesNonFinite = true }).Logits;
        (long rows, long width) = (batch.Targets.size(0), _widths.Sum());
        if (logits.Dimensions != 2 || logits.size(0) != rows || logits.size(1) != width)
        {
            throw Fault(
                PluginCodes.WrongShape,
                _network.Configuration.Model,
                $"gives an output of shape [{string.Join(", ", logits.shape)}], expected [{rows}, {width}]");
        }

        if (!IsFinite(logits))
        {
            throw Fault(PluginCodes.NotFinite, _network.Configuration.Model, "gives an output with values that are not finite numbers");
        }

        torch.Tensor losses = Losses(logits, batch.Targets, batch.Weights);
        for (int task = 0; task < _losses.Length; task++)
        {
            if (!IsFinite(_losses[task]))
            {
                throw Fault(PluginCodes.NotFinite, _network.Configuration.Tasks[task], "gives a loss that is not a finite number, of an output that is one");
            }
        }

        if (withWeighting && !IsFinite(Weighted(losses, LabelledTasks.Of(batch, _weightOfTask))))
        {
            throw Fault(
                PluginCodes.NotFinite,
                _network.Configuration.Loss,
                $"makes a loss that is not a finite number of the tasks' losses [{string.Join(", ", _losses.Select(loss => $"{loss.ToDouble():G4}"))}]");
        }
    }

    /// <summary>What is trained.</summary>
    public TrainedNetwork Network => _network;

    /// <summary>
    /// The mean loss of each task since the last <see cref="Reset"/>, over the steps in which it had a labelled row; NaN without any. It waits for
    /// the device.
    /// </summary>
    public double[] MeanLosses()
    {
        using torch.Tensor sums = _lossSums.cpu();
        using torch.Tensor steps = _labelledSteps.cpu();
        return [.. sums.data<double>().Zip(steps.data<double>(), (sum, count) => sum / count)];
    }

    /// <summary>Forgets the losses.</summary>
    public void Reset()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _lossSums.zero_();
        _labelledSteps.zero_();
        _steps = 0;
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        _steps = state.Exchange("steps", _steps);
        state.Exchange("lossSums", _lossSums);
        state.Exchange("labelledSteps", _labelledSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _undo.Dispose();
        _unseen?.Dispose();
        _lossSums.Dispose();
        _labelledSteps.Dispose();
    }

    /// <summary>The losses of each part of the batch that a gradient weighting takes as a sample.</summary>
    private ImmutableArray<torch.Tensor> SampleLosses(torch.Tensor logits, Batch batch, torch.Tensor losses)
    {
        int samples = _taskGradients!.Samples;
        if (samples == 1)
        {
            return [losses];
        }

        long rows = batch.Targets.size(0);
        return
        [
            .. Enumerable.Range(0, samples).Select(sample =>
            {
                // A batch of fewer rows than samples gives a row to several of them.
                long start = sample * rows / samples;
                long count = Math.Max(1, ((sample + 1) * rows / samples) - start);
                return Losses(
                    logits.narrow(0, start, count), batch.Targets.narrow(0, start, count), batch.Weights?.narrow(0, start, count));
            }),
        ];
    }

    private torch.Tensor Weighted(torch.Tensor losses, torch.Tensor labelled)
    {
        torch.Tensor loss = _network.Weighting.Combine(losses, labelled);
        return loss.NumberOfElements == 1 ? loss
            : throw Fault(PluginCodes.WrongShape, _network.Configuration.Loss, $"gives a loss of shape [{string.Join(", ", loss.shape)}], expected a scalar");
    }

    /// <summary>On the CPU each step is looked at; elsewhere, where looking waits for the device, one of 64.</summary>
    private bool IsLookedAt => _looksAlways || _steps % StepsBetweenLooks == 0;

    private bool GradientsAreFinite()
    {
        foreach ((_, Parameter parameter) in _network.Parameters)
        {
            if (parameter.grad is { } gradient && !FiniteNumbers.AreAll(gradient))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFinite(torch.Tensor tensor) => FiniteNumbers.AreAll(tensor.detach());

    private static PluginException Fault<TKind>(string code, PluginSlot<TKind> slot, string fault)
        where TKind : class => new(code, slot.Plugin, slot.Path, fault);

    internal torch.Tensor Losses(torch.Tensor logits, torch.Tensor targets, torch.Tensor? weights)
    {
        // Split at once: its gradient is one concatenation, where narrowing task by task adds up padded copies.
        torch.Tensor[] columns = logits.split(_widths, 1);
        for (int task = 0; task < _losses.Length; task++)
        {
            _losses[task] = _network.Tasks[task].Loss(new TaskBatch(
                columns[task],
                targets.select(1, task),
                _weightOfTask[task] is { } weight ? weights!.select(1, weight) : null));
            if (_losses[task].Dimensions != 0)
            {
                throw Fault(
                    PluginCodes.WrongShape,
                    _network.Configuration.Tasks[task],
                    $"gives a loss of shape [{string.Join(", ", _losses[task].shape)}], expected a scalar");
            }
        }

        return torch.stack(_losses);
    }
}
