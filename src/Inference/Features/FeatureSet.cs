using System.Text.Json;
using MmoePipeline.Features;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Inference.Features;

/// <summary>What was learnt for a named feature, as it is kept in files.</summary>
/// <param name="Name">The feature's name.</param>
/// <param name="State">What its learner gave.</param>
internal sealed record StoredFeature(string Name, JsonElement State);

/// <summary>The rows of an embedding table of named features, as they are kept in files.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Rows">The number of rows, row 0 and hash buckets included.</param>
/// <param name="Values">The values that have a row of their own, in the order of the rows from 1; null where rows are numbers.</param>
/// <param name="HashBuckets">Over how many rows other values are spread.</param>
internal sealed record StoredTable(string Name, int Rows, ImmutableArray<string>? Values, int HashBuckets);

/// <summary>A named feature whose encoder is known.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Encoder">Its encoder.</param>
/// <param name="Tables">For each of its tables the index among those of the set.</param>
internal sealed record LearntFeature(IFeature Feature, FeatureEncoder Encoder, ImmutableArray<int> Tables);

/// <summary>The named features of a run with what was learnt for them.</summary>
/// <param name="Features">The features, in the order of the configuration.</param>
/// <param name="Tables">Their tables.</param>
internal sealed record FeatureSet(ImmutableArray<LearntFeature> Features, ImmutableArray<(EmbeddingTable Table, int Rows)> Tables)
{
    /// <summary>No named features.</summary>
    public static FeatureSet Empty { get; } = new([], []);

    /// <summary>Makes the encoders.</summary>
    /// <param name="features">The features of the configuration.</param>
    /// <param name="encoding">What was learnt for them.</param>
    /// <exception cref="BadInputException">It was learnt for other features, or is not what their learners give.</exception>
    public static FeatureSet Create(ImmutableArray<IFeature> features, FeatureEncoding encoding)
    {
        if (features.IsEmpty && encoding.Features.IsEmpty)
        {
            return Empty;
        }

        if (!features.Select(feature => feature.Name).SequenceEqual(encoding.Features.Select(stored => stored.Name)))
        {
            throw Unreadable("data.features.named", $"the features are {Names(features.Select(feature => feature.Name))}, learnt were {Names(encoding.Features.Select(stored => stored.Name))}");
        }

        ImmutableArray<EmbeddingTable> declared = [.. features.SelectMany(feature => feature.Tables).DistinctBy(table => table.Name)];
        if (!declared.Select(table => table.Name).SequenceEqual(encoding.Tables.Select(stored => stored.Name)))
        {
            throw Unreadable("data.features.named", $"the tables are {Names(declared.Select(table => table.Name))}, learnt were {Names(encoding.Tables.Select(stored => stored.Name))}");
        }

        ImmutableArray<Vocabulary?> vocabularies = [.. encoding.Tables.Select(Open)];
        return new FeatureSet(
            [
                .. features.Zip(encoding.Features).Select((pair, index) =>
                {
                    ImmutableArray<int> tables = [.. pair.First.Tables.Select(table => declared.IndexOf(declared.First(other => other.Name == table.Name)))];
                    return new LearntFeature(pair.First, Encoder(pair.First, index, new FeatureState(pair.Second.State, [.. tables.Select(table => vocabularies[table])])), tables);
                }),
            ],
            [.. declared.Zip(encoding.Tables, (table, stored) => (table, stored.Rows))]);
    }

    private static FeatureEncoder Encoder(IFeature feature, int index, FeatureState state)
    {
        try
        {
            return feature.CreateEncoder(state);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw Unreadable(RunFeatures.PathOf(index), $"what was learnt for '{feature.Name}' is not what its learner gives: {exception.Message}");
        }
    }

    private static Vocabulary? Open(StoredTable stored)
    {
        if (stored.Values is not { } values)
        {
            return null;
        }

        Vocabulary vocabulary;
        try
        {
            vocabulary = new Vocabulary(values, stored.HashBuckets);
        }
        catch (ArgumentException)
        {
            throw Unreadable("data.features.named", $"the table '{stored.Name}' has a value twice");
        }

        return vocabulary.Rows == stored.Rows ? vocabulary : throw Unreadable("data.features.named", $"the table '{stored.Name}' has {vocabulary.Rows} rows, expected {stored.Rows}");
    }

    private static BadInputException Unreadable(string place, string fault) => new(DataCodes.EncodingUnreadable, place, $"{fault}; the two are not of one run.");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'").DefaultIfEmpty("none"));
}
