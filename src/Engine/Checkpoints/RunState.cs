using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Randomness;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>All that changes while a run trains: copied into checkpoints, and brought back from them.</summary>
/// <param name="identity">What the run is, for the checkpoint.</param>
/// <param name="network">Parameters, buffers and the optimizer.</param>
/// <param name="random">The run's random streams.</param>
/// <param name="parts">What has state beyond these, by its name within the run.</param>
internal sealed class RunState(
    RunIdentity identity, TrainedNetwork network, RandomStreams random, ImmutableArray<(string Name, IResumable Part)> parts)
{
    /// <summary>The version of the form of checkpoints.</summary>
    public const int Format = 1;

    private const string LibtorchStream = "random.libtorch";

    /// <summary>Parts of a plugin, or a plugin, that have state of their own.</summary>
    /// <param name="name">The plugin's path in the configuration.</param>
    /// <param name="plugin">The plugin; where it is a module, its modules count, too.</param>
    public static IEnumerable<(string Name, IResumable Part)> PartsOf(string name, object plugin)
    {
        IEnumerable<(string Name, object Part)> all = plugin is torch.nn.Module module
            ? module.named_modules().Select(named => (Name: $"{name}.{named.name}", Part: (object)named.module))
            : [];
        return all.Prepend((Name: name, Part: plugin)).DistinctBy(named => named.Part, ReferenceEqualityComparer.Instance)
            .Where(named => named.Part is IResumable).Select(named => (named.Name, (IResumable)named.Part));
    }

    /// <summary>Copies the state.</summary>
    /// <param name="position">How far the run has come.</param>
    /// <param name="record">What is already on record of the run.</param>
    public CheckpointContent Capture(RunPosition position, RunRecord record)
    {
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        foreach ((string name, torch.Tensor tensor) in Own())
        {
            tensors.Add(name, tensor);
        }

        foreach ((string name, RandomStream stream) in random.Opened)
        {
            tensors.Add($"random.{name}", stream.SaveState());
        }

        tensors.Add(LibtorchStream, torch.get_rng_state());
        ReadOnlyMemory<byte> state = Write(position, record, tensors);
        return new CheckpointContent(
            position,
            state,
            [.. tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.detach().to(torch.CPU, copy: true).DetachFromDisposeScope()))]);
    }

    /// <summary>Brings the state of a checkpoint back.</summary>
    /// <returns>Where the run goes on, and what was on record by then.</returns>
    /// <exception cref="BadInputException">The checkpoint is of another network or version.</exception>
    public (RunPosition Position, RunRecord Record) Restore(SavedCheckpoint checkpoint)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        JsonElement state = Supported(checkpoint);
        RunPosition position = default;
        RunRecord record = default;
        StateExchange.Load(new Exchanged(exchange => position = position.Exchange(exchange)), Member(state, "position"), checkpoint.Tensors, "position");
        StateExchange.Load(new Exchanged(exchange => record = record.Exchange(exchange)), Member(state, "record"), checkpoint.Tensors, "record");
        foreach ((string name, torch.Tensor tensor) in Own())
        {
            tensor.copy_(Saved(checkpoint, name, tensor));
        }

        foreach ((string name, RandomStream stream) in random.Opened)
        {
            stream.LoadState(Saved(checkpoint, $"random.{name}", null));
        }

        torch.set_rng_state(Saved(checkpoint, LibtorchStream, null));
        JsonElement saved = Member(state, "parts");
        foreach ((string name, IResumable part) in parts)
        {
            StateExchange.Load(part, Member(saved, name), checkpoint.Tensors, name);
        }

        return (position, record);
    }

    /// <summary>What the run was at a checkpoint.</summary>
    /// <exception cref="BadInputException">The checkpoint is another version's.</exception>
    public static RunIdentity IdentityAt(SavedCheckpoint checkpoint)
    {
        try
        {
            return RunIdentity.Read(Member(Supported(checkpoint), "identity"));
        }
        catch (JsonException exception)
        {
            throw new BadInputException(ResumeCodes.UnreadableIdentity, checkpoint.Path, $"the identity of the run can't be read: {exception.Message}");
        }
    }

    /// <summary>Looks whether the run is still the one of a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="isForced">Whether differences are only logged.</param>
    /// <param name="logger">Is told.</param>
    /// <exception cref="BadInputException">It is another.</exception>
    public void RequireSame(SavedCheckpoint checkpoint, bool isForced, ILogger logger)
    {
        RunIdentity saved = IdentityAt(checkpoint);
        ImmutableArray<Problem> differences = identity.DifferencesFrom(saved);
        if (!differences.IsEmpty && !isForced)
        {
            throw new BadInputException(
            [
                .. differences,
                new Problem(
                    ResumeCodes.Different,
                    checkpoint.Path,
                    "the run is not the one that was stopped; its metrics would not be those of either. --force continues nevertheless."),
            ]);
        }

        foreach (Problem difference in differences)
        {
            logger.LogWarning("{Difference}", difference);
        }

        if (identity.Machine != saved.Machine)
        {
            logger.LogWarning(
                ResumeCodes.OtherMachine + " the run was on {Before} and is on {Now}: it continues, and its figures may differ in their last digits from an undisturbed run's",
                saved.Machine,
                identity.Machine);
        }
    }

    private static JsonElement Supported(SavedCheckpoint checkpoint)
    {
        if (checkpoint.State.ValueKind != JsonValueKind.Object
            || !checkpoint.State.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.Number
            || !format.TryGetInt32(out int version)
            || version != Format)
        {
            throw new BadInputException(ResumeCodes.WrongFormat, checkpoint.Path, $"was written by another version of the program; this one reads the format {Format}.");
        }

        return checkpoint.State;
    }

    private static JsonElement Member(JsonElement state, string name) =>
        state.ValueKind == JsonValueKind.Object && state.TryGetProperty(name, out JsonElement member)
            ? member
            : throw new BadInputException(StateCodes.NoState, name, "the checkpoint has no state of it.");

    private static torch.Tensor Saved(SavedCheckpoint checkpoint, string name, torch.Tensor? expected)
    {
        if (!checkpoint.Tensors.TryGetValue(name, out torch.Tensor? saved))
        {
            throw new BadInputException(ResumeCodes.WrongTensor, checkpoint.Path, $"has no tensor {name}.");
        }

        return expected is null || (saved.dtype == expected.dtype && saved.shape.SequenceEqual(expected.shape))
            ? saved
            : throw new BadInputException(
                ResumeCodes.WrongTensor,
                checkpoint.Path,
                $"expected {name} as {expected.dtype} [{string.Join(", ", expected.shape)}], found {saved.dtype} [{string.Join(", ", saved.shape)}].");
    }

    /// <summary>Parameters, buffers and the optimizer's state, which stay their owners'.</summary>
    private IEnumerable<KeyValuePair<string, torch.Tensor>> Own() =>
    [
        .. network.State,
        .. network.Update.Optimizer.State.Select(pair => KeyValuePair.Create($"optimizer.{pair.Key}", pair.Value)),
    ];

    private ReadOnlyMemory<byte> Write(RunPosition position, RunRecord record, Dictionary<string, torch.Tensor> tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        Add("position", new Exchanged(exchange => position.Exchange(exchange)));
        Add("record", new Exchanged(exchange => record.Exchange(exchange)));
        json.WritePropertyName("identity");
        identity.Write(json);
        json.WriteStartObject("parts");
        foreach ((string name, IResumable part) in parts)
        {
            Add(name, part);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;

        void Add(string name, IResumable part)
        {
            json.WritePropertyName(name);
            StateExchange.Save(part, json, tensors, name);
        }
    }

    private sealed class Exchanged(Action<StateExchange> exchange) : IResumable
    {
        public void ExchangeState(StateExchange state) => exchange(state);
    }
}
