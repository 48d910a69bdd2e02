using System.Text.Json.Serialization;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>What the file of an encoded table says of a named feature's columns.</summary>
/// <param name="Codes">Bytes of each code of a row.</param>
/// <param name="Values">The number of numbers of a row.</param>
/// <param name="HasList">Whether each row has a list.</param>
/// <param name="ElementCodes">Bytes of each code of an element.</param>
/// <param name="ElementValues">The number of numbers of an element.</param>
internal sealed record EncodedFeature(ImmutableArray<int> Codes, int Values, bool HasList, ImmutableArray<int> ElementCodes, int ElementValues)
{
    /// <summary>The elements of the training, validation and test rows.</summary>
    public ImmutableArray<long> Elements { get; init; } = [0, 0, 0];

    /// <summary>The codes of training, validation and test rows, of rows and elements, that stand for values without an embedding of their own.</summary>
    public ImmutableArray<long> Unknown { get; init; } = [0, 0, 0];

    /// <summary>Bytes of a value, column by column: codes, numbers, and where the row's list ends.</summary>
    [JsonIgnore]
    public IEnumerable<int> Widths => [.. Codes, .. Enumerable.Repeat(sizeof(float), Values), .. HasList ? [sizeof(long)] : Array.Empty<int>()];

    /// <summary>Bytes of a value of an element, column by column: codes and numbers.</summary>
    [JsonIgnore]
    public IEnumerable<int> ElementWidths => [.. ElementCodes, .. Enumerable.Repeat(sizeof(float), ElementValues)];

    /// <summary>Describes a feature's columns.</summary>
    /// <param name="learnt">The feature.</param>
    /// <param name="set">All of them, with their tables.</param>
    public static EncodedFeature Of(LearntFeature learnt, FeatureSet set)
    {
        FeatureForm form = learnt.Encoder.Form;
        return new EncodedFeature(
            [.. form.Codes.Select(Width)],
            form.Values,
            form.List is not null,
            [.. (form.List?.Codes ?? []).Select(Width)],
            form.List?.Values ?? 0);

        int Width(int table) => CodeColumn.WidthFor(table == FeatureForm.OwnRows ? int.MaxValue : set.Tables[learnt.Tables[table]].Rows);
    }
}
