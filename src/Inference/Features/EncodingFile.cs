using System.IO.Hashing;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Inference.Features;

/// <summary><c>encoding.json</c>: how a run encoded its features, for rows that come after it.</summary>
/// <param name="Format">The version of the file's form.</param>
/// <param name="NumericScale">How numbers are read before they are standardised.</param>
/// <param name="Categorical">The vocabularies, in the order of the fields.</param>
/// <param name="Numeric">The scalings, in the order of the fields.</param>
/// <param name="Checksum">
/// XXH128 of the file as it is written with an empty text here: a letter of a category that is another would silently be another prediction. Null in
/// a file that has none, which is refused.
/// </param>
internal sealed record EncodingFile(
    int Format,
    NumericScale NumericScale,
    ImmutableArray<ColumnVocabulary> Categorical,
    ImmutableArray<ColumnScaling> Numeric,
    string? Checksum = null)
{
    /// <summary>To be raised with every change of the form.</summary>
    private const int CurrentFormat = 4;

    /// <summary>The form of files without named features, which older versions of the program read too.</summary>
    private const int WithoutNamed = 3;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>What becomes of rows that have no value in a numeric feature.</summary>
    public MissingNumeric MissingNumeric { get; init; } = MissingNumeric.Reject;

    /// <summary>What was learnt for the named features; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<StoredFeature>? Features { get; init; }

    /// <summary>The embedding tables of named features; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<StoredTable>? Tables { get; init; }

    /// <summary>
    /// The validation and test rows whose value of a categorical feature has no embedding of its own, in the order of the fields: what other rows are
    /// compared with. Empty where it isn't known.
    /// </summary>
    public ImmutableArray<UnknownRate> HeldOut { get; init; } = [];

    /// <summary>What was learnt from the training rows.</summary>
    [JsonIgnore]
    public FeatureEncoding Encoding => new(Categorical, Numeric) { Features = Features ?? [], Tables = Tables ?? [] };

    /// <summary>The file of a run.</summary>
    /// <param name="encoding">What was learnt from the training rows.</param>
    /// <param name="features">How features are encoded.</param>
    public static EncodingFile Create(FeatureEncoding encoding, FeatureOptions features) =>
        new(encoding.Features.IsEmpty ? WithoutNamed : CurrentFormat, features.NumericScale, encoding.Categorical, encoding.Numeric)
        {
            MissingNumeric = features.MissingNumeric,
            Features = encoding.Features.IsEmpty ? null : encoding.Features,
            Tables = encoding.Features.IsEmpty ? null : encoding.Tables,
        };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadInputException">It can't be read, or is none that a run wrote.</exception>
    public static EncodingFile Read(string path)
    {
        string name = Path.GetRelativePath(".", path);
        try
        {
            using FileStream file = File.OpenRead(path);
            EncodingFile read = JsonSerializer.Deserialize<EncodingFile>(file, Form) ?? throw new JsonException("it is null");
            string? fault = read.FindFault();
            return fault is null ? read : throw new BadInputException(DataCodes.EncodingUnreadable, name, $"{fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(DataCodes.EncodingUnreadable, name, $"can't be read: {exception.Message}");
        }
        catch (JsonException exception)
        {
            throw new BadInputException(DataCodes.EncodingUnreadable, name, $"is not an encoding that a run wrote: {exception.Message}");
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checksum.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    public string Write(string path)
    {
        using var pending = new PendingFile(path);
        string checksum = ComputeChecksum();
        using (FileStream file = File.Create(pending.Temporary))
        {
            JsonSerializer.Serialize(file, this with { Checksum = checksum }, Form);
        }

        pending.Complete(overwrite: true);
        return checksum;
    }

    private string? FindFault() =>
        Format is not (CurrentFormat or WithoutNamed) ? $"expected the format {WithoutNamed} or {CurrentFormat}, which this version of the program reads, found {Format}"
        : Categorical.FirstOrDefault(field => !IsSorted(field.Values)) is { } field
            ? $"the values of '{field.Column}' are not in ordinal order, each once"
        : Numeric.FirstOrDefault(field => !double.IsFinite(field.Mean) || !double.IsFinite(field.Deviation) || field.Deviation <= 0) is { } wrong
            ? $"the deviation of '{wrong.Column}' is {wrong.Deviation:R} and its mean {wrong.Mean:R}; expected finite numbers, the deviation above 0"
        : HeldOut.Length > 0 && HeldOut.Length != Categorical.Length
            ? $"has rates of {HeldOut.Length} categorical features, expected {Categorical.Length}"
        : HeldOut.Any(rate => rate.Unknown < 0 || rate.Unknown > rate.Rows)
            ? "has a rate that is not between 0 and 1"
        : Checksum is null
            ? "has no checksum, so that nobody knows whether it is as a run wrote it; runs of this version write one: train again and predict with that run"
        : Checksum != ComputeChecksum()
            ? "is not as it was written: the checksum of its values is different; copy it again, or train again and predict with that run"
        : null;

    /// <summary>
    /// The checksum of what was read, not of the file's bytes: a line end that a transfer changed does not make another encoding. Each number is written with all of its
    /// digits. Held-out rates are not part of it: they change no prediction, and a run that continues with other test rows has others.
    /// </summary>
    public string ComputeChecksum() =>
        $"xxh128:{Convert.ToHexStringLower(XxHash128.Hash(JsonSerializer.SerializeToUtf8Bytes(this with { Checksum = "", HeldOut = [] }, Form)))}";

    private static bool IsSorted(ImmutableArray<string> values) =>
        !values.IsDefault && values.Zip(values.Skip(1), (value, next) => string.CompareOrdinal(value, next) < 0).All(isBefore => isBefore);
}
