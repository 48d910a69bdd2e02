using System.Buffers;
using System.Text.Json;
using MmoePipeline.Resuming;

namespace MmoePipeline.Testing.Subjects;

/// <summary>What the <see cref="IResumable"/> parts of a plugin give to a checkpoint.</summary>
internal sealed class SavedParts
{
    private readonly SortedDictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Saves parts.</summary>
    /// <param name="parts">The parts by their names.</param>
    public SavedParts(IEnumerable<KeyValuePair<string, IResumable>> parts)
    {
        foreach ((string name, IResumable part) in parts)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                StateExchange.Save(part, json, _tensors, name);
            }

            using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
            _values.Add(name, document.RootElement.Clone());
        }

        // The plugin goes on with its own.
        foreach (string name in _tensors.Keys)
        {
            _tensors[name] = _tensors[name].detach().clone();
        }
    }

    /// <summary>The parts of a plugin: itself and, where it is a module, its modules.</summary>
    public static IReadOnlyDictionary<string, IResumable> PartsOf(object plugin)
    {
        IEnumerable<(string Name, object Part)> modules = plugin is torch.nn.Module module
            ? module.named_modules().Select(named => (named.name, (object)named.module))
            : [];
        return modules.Prepend((Name: "plugin", Part: plugin)).DistinctBy(named => named.Part, ReferenceEqualityComparer.Instance)
            .Where(named => named.Part is IResumable).ToDictionary(named => named.Name, named => (IResumable)named.Part, StringComparer.Ordinal);
    }

    /// <summary>Gives the state to the parts of another instance.</summary>
    public void LoadInto(IReadOnlyDictionary<string, IResumable> parts)
    {
        using IDisposable noGrad = torch.no_grad();
        foreach ((string name, JsonElement saved) in _values)
        {
            StateExchange.Load(
                parts.TryGetValue(name, out IResumable? part) ? part : throw new InvalidOperationException($"a fresh instance has no part '{name}'."),
                saved,
                _tensors,
                name);
        }
    }

    /// <summary>The name of a value that another has otherwise; null for none.</summary>
    public string? DifferenceFrom(SavedParts other) =>
        _values.Keys.Union(other._values.Keys).Select(name => Difference(
            name, _values.GetValueOrDefault(name), other._values.GetValueOrDefault(name))).FirstOrDefault(difference => difference is not null)
        ?? _tensors.Keys.Union(other._tensors.Keys).FirstOrDefault(name => !(
            _tensors.TryGetValue(name, out Tensor? one) && other._tensors.TryGetValue(name, out Tensor? two) && TensorBits.AreEqual(one, two)));

    private static string? Difference(string name, JsonElement one, JsonElement other)
    {
        if (one.ValueKind != JsonValueKind.Object || other.ValueKind != JsonValueKind.Object)
        {
            return one.ValueKind == other.ValueKind && JsonElement.DeepEquals(one, other) ? null : name;
        }

        return one.EnumerateObject().Concat(other.EnumerateObject()).Select(member => member.Name).Distinct().Select(member => Difference(
            $"{name}.{member}", Member(one, member), Member(other, member))).FirstOrDefault(difference => difference is not null);
    }

    private static JsonElement Member(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement member) ? member : default;
}
