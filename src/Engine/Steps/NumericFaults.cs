using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Resuming;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options.Training;
using MmoePipeline.Runs.Storage;
using TorchSharp;

namespace MmoePipeline.Engine.Steps;

/// <summary>Steps of a run that were not applied because something in them is no finite number: tells and saves them, and stops the run when that is due.</summary>
/// <param name="options">When that is due.</param>
/// <param name="folder">Where they are saved.</param>
/// <param name="logger">Is told.</param>
internal sealed class NumericFaults(NumericFaultOptions options, RunFolder folder, ILogger logger) : IResumable
{
    private const int RowsTold = 10;

    private int _ofEpoch;

    /// <summary>How many steps of the epoch were skipped.</summary>
    public int OfEpoch => _ofEpoch;

    /// <summary>Says that another epoch begins.</summary>
    public void StartEpoch() => _ofEpoch = 0;

    /// <summary>Saves a step that was not applied.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="rows">For each row of the batch its place among the training rows, from 0.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step, from 1.</param>
    /// <exception cref="Exception">The run has to stop; the fault's cause.</exception>
    public void Add(NumericFault fault, Batch batch, ReadOnlySpan<int> rows, int epoch, long step)
    {
        ImmutableArray<int> places = Places(fault, rows);
        string file = Save(fault, batch, places, epoch, step);
        string whose = fault.Tasks.IsEmpty ? "" : $" of {string.Join(" and ", fault.Tasks)}";
        string where = places.IsEmpty
            ? ""
            : $", which comes from the training {(places.Length == 1 ? "row" : "rows")} {string.Join(", ", places.Take(RowsTold))}"
                + (places.Length > RowsTold ? $" and {places.Length - RowsTold} more" : "");
        string saved = $"the batch is {Path.GetRelativePath(".", file)}";
        if (options.Policy == NumericFaultPolicy.Stop)
        {
            logger.LogWarning(TrainingCodes.Diverged + " step {Step}: the {What}{Whose} is not a finite number{Where}; {Saved}", step, fault.What, whose, where, saved);
            throw fault.Cause;
        }

        if (++_ofEpoch > options.Limit)
        {
            logger.LogWarning(TrainingCodes.Diverged + " step {Step}: the {What}{Whose} is not a finite number{Where}; {Saved}", step, fault.What, whose, where, saved);
            throw new RunFailedException(
                TrainingCodes.TooManyFaults,
                $"more than {options.Limit} steps of the epoch had a loss or gradient that is not a finite number (training.numericFaults.limit); the last: "
                + fault.Cause.Message);
        }

        logger.LogWarning(
            TrainingCodes.StepSkipped + " step {Step} is skipped: the {What}{Whose} is not a finite number{Where}; {Saved}", step, fault.What, whose, where, saved);
    }

    /// <summary>
    /// Reports steps that were not applied and that nobody looked at, on a device where looking waits. Their tasks and rows are not known.
    /// </summary>
    /// <param name="count">How many there are.</param>
    /// <param name="first">The first of them, from 1.</param>
    /// <param name="last">The last step that they may be, from 1.</param>
    /// <exception cref="RunFailedException">The run has to stop.</exception>
    public void AddUnseen(long count, long first, long last)
    {
        _ofEpoch += (int)Math.Min(count, int.MaxValue - _ofEpoch);
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of the steps {first} to {last} had a loss or gradient that is not finite and were not applied; step {first} was the first");
        if (options.Policy == NumericFaultPolicy.Stop)
        {
            throw new RunFailedException(
                TrainingCodes.FaultsUnseen,
                $"training diverged: {message}. On this device tasks and rows are looked for in one of 64 steps only; run.device cpu finds them.");
        }

        if (_ofEpoch > options.Limit)
        {
            throw new RunFailedException(
                TrainingCodes.TooManyFaults,
                $"{_ofEpoch} steps of the epoch had a loss or gradient that is not finite, expected at most {options.Limit} "
                + $"(training.numericFaults.limit); the last: {message}.");
        }

        logger.LogWarning(TrainingCodes.FaultsUnseen + " {Message}", message);
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state) => _ofEpoch = state.Exchange("ofEpoch", _ofEpoch);

    private static ImmutableArray<int> Places(NumericFault fault, ReadOnlySpan<int> rows)
    {
        var places = ImmutableArray.CreateBuilder<int>(fault.Rows.Length);
        foreach (int row in fault.Rows)
        {
            places.Add(rows[row]);
        }

        return places.MoveToImmutable();
    }

    /// <summary>Saves the batch as tensors, and what is wrong with it beside.</summary>
    /// <returns>The file of tensors.</returns>
    private string Save(NumericFault fault, Batch batch, ImmutableArray<int> places, int epoch, long step)
    {
        string stem = Path.Combine(
            Directory.CreateDirectory(folder.NumericFaults).FullName, string.Create(CultureInfo.InvariantCulture, $"step-{step:D9}"));
        DurableFile.Write(stem + ".json", file => JsonSerializer.Serialize(
            file,
            new NumericFaultRecord(epoch, step, fault.What, fault.Tasks, fault.Parameters, fault.Rows, places, fault.Cause.Message),
            NumericFaultJson.Default.NumericFaultRecord));
        KeyValuePair<string, torch.Tensor>[] tensors =
        [
            KeyValuePair.Create("categorical", batch.Features.Categorical),
            KeyValuePair.Create("numeric", batch.Features.Numeric),
            KeyValuePair.Create("targets", batch.Targets),
            .. batch.Weights is { } weights ? [KeyValuePair.Create("weights", weights)] : Array.Empty<KeyValuePair<string, torch.Tensor>>(),
        ];
        SafetensorsFile.Write(stem + ".safetensors", tensors, new Dictionary<string, string>());
        return stem + ".safetensors";
    }
}
