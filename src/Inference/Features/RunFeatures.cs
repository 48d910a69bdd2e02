using MmoePipeline.Construction;
using MmoePipeline.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Inference.Features;

/// <summary>The features of a run before anything is learnt.</summary>
/// <param name="Options">Short forms, and what holds for all.</param>
/// <param name="Named">The named features.</param>
internal sealed record RunFeatures(FeatureOptions Options, ImmutableArray<IFeature> Named)
{
    /// <summary>Where a named feature is in a configuration.</summary>
    public static string PathOf(int feature) => $"data.features.named.{feature}";

    /// <summary>Constructs the named features of a configuration.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="activator">Constructs plugins.</param>
    public static RunFeatures Create(FeatureOptions options, PluginActivator activator) => new(options, [.. options.Named.Select(activator.Create)]);

    /// <summary>Features that are short forms only.</summary>
    public static implicit operator RunFeatures(FeatureOptions options) => new(options, []);

    /// <summary>The embedding tables that named features use, in the order in which they are named first.</summary>
    public ImmutableArray<EmbeddingTable> Tables => [.. Named.SelectMany(feature => feature.Tables).DistinctBy(table => table.Name)];

    /// <summary>A text that changes with the content of the table and of whatever else features read.</summary>
    /// <param name="table">The fingerprint of the table.</param>
    /// <exception cref="BadInputException">Something can't be read.</exception>
    public string Fingerprint(string table) => string.Join('\u001f', Named.Select(feature => feature.Fingerprint).OfType<string>().Prepend(table));

    /// <summary>Names that are there twice, and tables that two features declare in different ways.</summary>
    public IEnumerable<Problem> Problems()
    {
        var placeOfName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((int index, string name) in Options.Categorical.Index())
        {
            placeOfName.TryAdd(name, $"data.features.categorical.{index}");
        }

        foreach ((int index, string name) in Options.Numeric.Index())
        {
            placeOfName.TryAdd(name, $"data.features.numeric.{index}");
        }

        var declared = new Dictionary<string, (EmbeddingTable Table, string Place)>(StringComparer.Ordinal);
        foreach ((int index, IFeature feature) in Named.Index())
        {
            string place = PathOf(index);
            if (!placeOfName.TryAdd(feature.Name, place))
            {
                yield return new Problem(
                    DataCodes.DuplicateFeature, $"{place}.name", $"is '{feature.Name}', as is {placeOfName[feature.Name]}; expected a different name for each feature.");
            }

            foreach (EmbeddingTable table in feature.Tables)
            {
                if (!declared.TryAdd(table.Name, (table, place)) && declared[table.Name].Table != table)
                {
                    yield return new Problem(
                        DataCodes.DifferentTables,
                        place,
                        $"the table '{table.Name}' is {Describe(table)} here and {Describe(declared[table.Name].Table)} in {declared[table.Name].Place}; features that share a table "
                        + "declare it alike.");
                }
            }
        }
    }

    private static string Describe(EmbeddingTable table)
    {
        string rows = table.Rows switch
        {
            TableRows.Learnt learnt => $"of learnt values (minimum frequency {learnt.Limits.MinimumFrequency}, at most {learnt.Limits.MaximumValues}, {learnt.Limits.HashBuckets} hash buckets)",
            TableRows.Listed listed => $"of {listed.Values.Length} listed values",
            TableRows.Numbered numbered => $"of {numbered.Count} numbers",
            _ => table.Rows.ToString(),
        };
        string dimension = table.Dimension switch
        {
            null => "the common dimension",
            EmbeddingTable.AutomaticDimension => "an automatic dimension",
            { } length => $"dimension {length}",
        };
        return $"{rows} with {dimension}{(table.InitialDeviation is { } deviation ? $" and deviation {deviation:R}" : "")}";
    }
}
