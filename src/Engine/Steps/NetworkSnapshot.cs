using System.Buffers;
using System.Text.Json;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Engine.Steps;

/// <summary>
/// A copy of what a pass through modules changes, gradients excepted: their buffers, and what they save as <see cref="IResumable"/>. It is what a
/// checkpoint keeps of them, so that any plugin that can be resumed can also be taken back.
/// </summary>
/// <param name="modules">The modules, each with the name that messages use.</param>
internal sealed class NetworkSnapshot(params ImmutableArray<(string Name, torch.nn.Module Module, bool WithParameters)> modules) : IDisposable
{
    private readonly ImmutableArray<torch.Tensor> _tensors = [.. modules.SelectMany(of => Tensors(of.Module, of.WithParameters))];
    private readonly ImmutableArray<(string Name, IResumable Part)> _parts =
        [.. modules.SelectMany(of => RunState.PartsOf(of.Name, of.Module))];

    private readonly Dictionary<string, torch.Tensor> _tensorsOfParts = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _json = new();
    private torch.Tensor[] _copies = [];

    /// <summary>Copies the state.</summary>
    public void Take()
    {
        TakeTensors();
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        if (_parts.IsEmpty)
        {
            return;
        }

        Forget();
        _json.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_json);
        json.WriteStartObject();
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach ((string name, IResumable part) in _parts)
        {
            json.WritePropertyName(name);
            StateExchange.Save(part, json, tensors, name);
        }

        json.WriteEndObject();
        json.Flush();
        foreach ((string name, torch.Tensor tensor) in tensors)
        {
            _tensorsOfParts.Add(name, tensor.detach().clone().DetachFromDisposeScope());
        }
    }

    /// <summary>Copies the buffers alone; nothing waits for the device.</summary>
    public void TakeTensors()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        if (_copies.Length == 0)
        {
            _copies = [.. _tensors.Select(tensor => tensor.detach().clone().DetachFromDisposeScope())];
            return;
        }

        for (int index = 0; index < _copies.Length; index++)
        {
            _copies[index].copy_(_tensors[index]);
        }
    }

    /// <summary>Gives the state back that was taken last.</summary>
    public void Restore()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        for (int index = 0; index < _copies.Length; index++)
        {
            _tensors[index].copy_(_copies[index]);
        }

        if (!_parts.IsEmpty)
        {
            JsonElement saved = JsonElement.Parse(_json.WrittenSpan);
            foreach ((string name, IResumable part) in _parts)
            {
                StateExchange.Load(part, saved.GetProperty(name), _tensorsOfParts, name);
            }
        }
    }

    /// <summary>Gives the buffers back that were taken last, where a condition holds that is known on the device only.</summary>
    /// <param name="condition">A scalar of truth values on the device. Buffers on the CPU stay as they are.</param>
    public void RestoreWhere(torch.Tensor condition)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        for (int index = 0; index < _copies.Length; index++)
        {
            if (_tensors[index].device_type == condition.device_type)
            {
                _tensors[index].copy_(torch.where(condition, _copies[index], _tensors[index]));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        foreach (torch.Tensor copy in _copies)
        {
            copy.Dispose();
        }

        _copies = [];
    }

    private static IEnumerable<torch.Tensor> Tensors(torch.nn.Module module, bool withParameters) =>
        module.named_buffers().Select(named => named.buffer)
            .Concat(withParameters ? module.named_parameters().Select(named => (torch.Tensor)named.parameter) : [])
            .DistinctBy(tensor => tensor.Handle);

    private void Forget()
    {
        foreach (torch.Tensor tensor in _tensorsOfParts.Values)
        {
            tensor.Dispose();
        }

        _tensorsOfParts.Clear();
    }
}
