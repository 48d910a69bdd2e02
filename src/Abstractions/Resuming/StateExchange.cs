using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace MmoePipeline.Resuming;

/// <summary>Saves the values of a part of a run by their names, or gives back those that were saved.</summary>
/// <remarks>
/// Numbers come back with the same bits, NaN and infinities included. Tensors stay their owners': they are copied out of and into.
/// </remarks>
public sealed class StateExchange
{
    private readonly Utf8JsonWriter? _json;
    private readonly JsonElement _saved;
    private readonly IDictionary<string, torch.Tensor> _tensors;
    private readonly string _path;
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    private StateExchange(Utf8JsonWriter? json, JsonElement saved, IDictionary<string, torch.Tensor> tensors, string path) =>
        (_json, _saved, _tensors, _path) = (json, saved, tensors, path);

    /// <summary>Whether values of a checkpoint are given back.</summary>
    public bool IsLoading => _json is null;

    /// <summary>Writes the state of a part as a JSON object.</summary>
    /// <param name="part">The part.</param>
    /// <param name="json">Where the object is written.</param>
    /// <param name="tensors">Gets the part's tensors, by <paramref name="path"/> and their names.</param>
    /// <param name="path">The part's name within the run.</param>
    public static void Save(IResumable part, Utf8JsonWriter json, IDictionary<string, torch.Tensor> tensors, string path)
    {
        json.WriteStartObject();
        part.ExchangeState(new StateExchange(json, default, tensors, path));
        json.WriteEndObject();
    }

    /// <summary>Gives the state of a part back to it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="saved">The object that was written.</param>
    /// <param name="tensors">The checkpoint's tensors.</param>
    /// <param name="path">The part's name within the run.</param>
    /// <exception cref="BadInputException">The part has other values than those that were saved.</exception>
    public static void Load(IResumable part, JsonElement saved, IReadOnlyDictionary<string, torch.Tensor> tensors, string path)
    {
        if (saved.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException(StateCodes.NoState, path, "the checkpoint has no state of it.");
        }

        var state = new StateExchange(null, saved, tensors.ToDictionary(), path);
        part.ExchangeState(state);
        state.RequireAllNamed();
    }

    /// <summary>A number.</summary>
    public double Exchange(string name, double value) => Exchange(name, value, Write, ReadDouble);

    /// <summary>A whole number.</summary>
    public long Exchange(string name, long value) => Exchange(name, value, (json, whole) => json.WriteNumberValue(whole), saved => saved.GetInt64());

    /// <summary>A whole number.</summary>
    public int Exchange(string name, int value) => checked((int)Exchange(name, (long)value));

    /// <summary>Yes or no.</summary>
    public bool Exchange(string name, bool value) =>
        Exchange(name, value, (json, isTrue) => json.WriteBooleanValue(isTrue), saved => saved.GetBoolean());

    /// <summary>A text.</summary>
    public string Exchange(string name, string value) => Exchange(name, value, (json, text) => json.WriteStringValue(text), ReadText);

    /// <summary>Texts.</summary>
    public ImmutableArray<string> Exchange(string name, ImmutableArray<string> values) =>
        ExchangeAll(name, values, (json, text) => json.WriteStringValue(text), ReadText);

    /// <summary>Numbers.</summary>
    public ImmutableArray<double> Exchange(string name, ImmutableArray<double> values) => ExchangeAll(name, values, Write, ReadDouble);

    /// <summary>Numbers, some of which may be missing.</summary>
    public ImmutableArray<double?> Exchange(string name, ImmutableArray<double?> values) => ExchangeAll(name, values, Write, ReadOptional);

    /// <summary>Lists of numbers.</summary>
    public ImmutableArray<ImmutableArray<double>> Exchange(string name, ImmutableArray<ImmutableArray<double>> values) =>
        ExchangeAll(name, values, Write, ReadDoubles);

    /// <summary>Numbers, which are replaced in the list.</summary>
    public void Exchange(string name, List<double> values) => Refill(values, Exchange(name, values.ToImmutableArray()));

    /// <summary>Whole numbers, which are replaced in the list.</summary>
    public void Exchange(string name, List<int> values) => Refill(
        values, ExchangeAll<int>(name, [.. values], (json, whole) => json.WriteNumberValue(whole), saved => saved.GetInt32()));

    /// <summary>Numbers, some of which may be missing, which are replaced in the list.</summary>
    public void Exchange(string name, List<double?> values) => Refill(values, Exchange(name, values.ToImmutableArray()));

    /// <summary>Lists of numbers, which are replaced in the list.</summary>
    public void Exchange(string name, List<ImmutableArray<double>> values) => Refill(values, Exchange(name, values.ToImmutableArray()));

    /// <summary>Numbers, which are replaced in the array; there must be as many.</summary>
    public void Exchange(string name, double[] values)
    {
        ImmutableArray<double> exchanged = Exchange(name, values.ToImmutableArray());
        if (exchanged.Length != values.Length)
        {
            throw new BadInputException(
                StateCodes.WrongLength,
                $"{_path}.{name}",
                $"expected {values.Length} numbers, found {exchanged.Length} in the checkpoint.");
        }

        exchanged.CopyTo(values);
    }

    /// <summary>A tensor, whose values are replaced.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor; the checkpoint's must have its shape and type.</param>
    public void Exchange(string name, torch.Tensor tensor)
    {
        Name(name);
        if (!IsLoading)
        {
            _tensors.Add($"{_path}.{name}", tensor);
            return;
        }

        torch.Tensor saved = Saved(name);
        if (!saved.shape.SequenceEqual(tensor.shape) || saved.dtype != tensor.dtype)
        {
            throw new BadInputException(
                StateCodes.WrongLength,
                $"{_path}.{name}",
                $"expected {tensor.dtype} [{string.Join(", ", tensor.shape)}], found {saved.dtype} "
                + $"[{string.Join(", ", saved.shape)}] in the checkpoint.");
        }

        using IDisposable noGrad = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        tensor.copy_(saved);
    }

    /// <summary>A tensor that is not always there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor; disposed of when another is given back.</param>
    /// <param name="device">Where it is to be.</param>
    /// <returns>The same, or the checkpoint's, which belongs to the caller and to no dispose scope.</returns>
    public torch.Tensor? ExchangeOptional(string name, torch.Tensor? tensor, torch.Device device)
    {
        if (!Exchange($"{name}IsThere", tensor is not null))
        {
            tensor?.Dispose();
            return null;
        }

        Name(name);
        if (!IsLoading)
        {
            _tensors.Add($"{_path}.{name}", tensor!);
            return tensor;
        }

        tensor?.Dispose();
        return Saved(name).to(device, copy: true).DetachFromDisposeScope();
    }

    /// <summary>The state of a part of this part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="part">Exchanges its values.</param>
    public void Part(string name, Action<StateExchange> part)
    {
        Name(name);
        if (IsLoading)
        {
            var state = new StateExchange(null, Element(name, JsonValueKind.Object), _tensors, $"{_path}.{name}");
            part(state);
            state.RequireAllNamed();
            return;
        }

        // Written apart, so that a part that fails leaves the rest as it was.
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            part(new StateExchange(json, default, _tensors, $"{_path}.{name}"));
            json.WriteEndObject();
        }

        _json!.WritePropertyName(name);
        _json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Parts that are made when they are first needed, by where they belong.</summary>
    /// <typeparam name="TKey">Where a part belongs.</typeparam>
    /// <typeparam name="TPart">The part.</typeparam>
    /// <param name="name">Their name.</param>
    /// <param name="parts">The parts; those of the checkpoint take their place.</param>
    /// <param name="key">Exchanges where a part belongs.</param>
    /// <param name="make">
    /// Exchanges what a part is made of, and makes it; gets where it belongs, and the part that is saved, null when loading. What it makes when
    /// saving is not used.
    /// </param>
    /// <param name="exchange">Exchanges the values of a part.</param>
    public void Parts<TKey, TPart>(
        string name,
        IDictionary<TKey, TPart> parts,
        Func<StateExchange, TKey, TKey> key,
        Func<StateExchange, TKey, TPart?, TPart> make,
        Action<StateExchange, TPart> exchange)
        where TKey : struct
        where TPart : class => Part(name, state =>
        {
            KeyValuePair<TKey, TPart>[] saved = [.. parts];
            int count = state.Exchange("count", saved.Length);
            if (state.IsLoading)
            {
                parts.Clear();
            }

            for (int index = 0; index < count; index++)
            {
                (TKey place, TPart? part) = state.IsLoading ? (default, null) : (saved[index].Key, saved[index].Value);
                state.Part(index.ToString(CultureInfo.InvariantCulture), of =>
                {
                    TKey its = key(of, place);
                    TPart made = make(of, its, part);
                    exchange(of, part ?? made);
                    if (part is null)
                    {
                        parts.Add(its, made);
                    }
                });
            }
        });

    private static void Refill<T>(List<T> list, ImmutableArray<T> values)
    {
        list.Clear();
        list.AddRange(values);
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Write(Utf8JsonWriter json, double? value)
    {
        if (value is { } number)
        {
            Write(json, number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<double> values)
    {
        json.WriteStartArray();
        foreach (double value in values)
        {
            Write(json, value);
        }

        json.WriteEndArray();
    }

    private static double ReadDouble(JsonElement saved) => saved.ValueKind == JsonValueKind.String
        ? saved.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new FormatException("is no number"),
        }
        : saved.GetDouble();

    private static double? ReadOptional(JsonElement saved) => saved.ValueKind == JsonValueKind.Null ? null : ReadDouble(saved);

    private static ImmutableArray<double> ReadDoubles(JsonElement saved) => [.. saved.EnumerateArray().Select(ReadDouble)];

    private static string ReadText(JsonElement saved) => saved.GetString() ?? throw new FormatException("is no text");

    private ImmutableArray<T> ExchangeAll<T>(
        string name, ImmutableArray<T> values, Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read) => Exchange(
        name,
        values,
        (json, all) =>
        {
            json.WriteStartArray();
            foreach (T value in all)
            {
                write(json, value);
            }

            json.WriteEndArray();
        },
        saved => [.. saved.EnumerateArray().Select(read)]);

    private T Exchange<T>(string name, T value, Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read)
    {
        Name(name);
        if (!IsLoading)
        {
            _json!.WritePropertyName(name);
            write(_json, value);
            return value;
        }

        JsonElement saved = Element(name, null);
        try
        {
            return read(saved);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or OverflowException)
        {
            throw new BadInputException(StateCodes.WrongKind, $"{_path}.{name}", $"found {saved.GetRawText()} in the checkpoint, expected a value of another kind.");
        }
    }

    private JsonElement Element(string name, JsonValueKind? kind) =>
        _saved.TryGetProperty(name, out JsonElement saved) && (kind is null || saved.ValueKind == kind)
            ? saved
            : throw new BadInputException(StateCodes.MissingValue, $"{_path}.{name}", "the checkpoint has no such value; it was written by another version.");

    private torch.Tensor Saved(string name) => _tensors.TryGetValue($"{_path}.{name}", out torch.Tensor? saved)
        ? saved
        : throw new BadInputException(StateCodes.MissingValue, $"{_path}.{name}", "the checkpoint has no such tensor; it was written by another version.");

    private void Name(string name)
    {
        if (!_named.Add(name))
        {
            throw new ArgumentException($"{_path}: '{name}' is named twice.", nameof(name));
        }
    }

    private void RequireAllNamed()
    {
        if (_saved.EnumerateObject().FirstOrDefault(member => !_named.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new BadInputException(
                StateCodes.UnknownValue,
                $"{_path}.{unknown.Name}",
                $"the checkpoint has this value, which {_path} doesn't know; it was written by another version.");
        }
    }
}
