using MmoePipeline.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Inference.Features;

/// <summary>Where encoded features are in a batch and in the network's input.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Named">For each named feature where its codes and numbers are.</param>
internal sealed record FeaturePlacement(FeatureLayout Layout, ImmutableArray<NamedPlace> Named)
{
    /// <summary>Places features.</summary>
    /// <param name="encoding">What was learnt for the short forms.</param>
    /// <param name="set">The named features.</param>
    /// <param name="options">The common dimension and deviation.</param>
    /// <exception cref="BadInputException">The tables have more rows than can be numbered.</exception>
    public static FeaturePlacement Create(FeatureEncoding encoding, FeatureSet set, FeatureOptions options)
    {
        FeatureLayout layout = encoding.Layout(options.EmbeddingDimension) with
        {
            InitialDeviation = options.InitialDeviation,
            EmbeddingDropout = options.EmbeddingDropout,
        };
        if (set.Features.IsEmpty)
        {
            return new FeaturePlacement(layout, []);
        }

        var tables = new TablePlaces(layout, set, options.EmbeddingDimension);
        var categorical = layout.Categorical.ToBuilder();
        var numeric = layout.Numeric.ToBuilder();
        ImmutableArray<ImmutableArray<CategoricalField>.Builder> lookups = [.. tables.Groups.Select(_ => ImmutableArray.CreateBuilder<CategoricalField>())];
        var modules = ImmutableArray.CreateBuilder<FeaturePlace>();
        var named = ImmutableArray.CreateBuilder<NamedPlace>(set.Features.Length);
        foreach (LearntFeature learnt in set.Features)
        {
            (string name, FeatureForm form) = (learnt.Feature.Name, learnt.Encoder.Form);
            ImmutableArray<(int Group, int Offset)> places = [.. learnt.Tables.Select(table => tables.Places[table])];
            ImmutableArray<int> offsets = [.. form.Codes.Select(OffsetOf)];
            ImmutableArray<int> groups = [.. form.Codes.Where(table => table != FeatureForm.OwnRows).Select(table => places[table].Group).Distinct()];
            if (!learnt.Encoder.HasModule && (form.Codes.Contains(FeatureForm.OwnRows) || form.List?.Codes.Contains(FeatureForm.OwnRows) == true))
            {
                throw new InvalidOperationException($"The feature '{name}' has codes of rows of its own, expected a module that knows them.");
            }

            if (!learnt.Encoder.HasModule && form.List is null && form.Values == 0 && groups.Length == 1)
            {
                ImmutableArray<CategoricalField>.Builder fields = groups[0] == 0 ? categorical : lookups[groups[0] - 1];
                named.Add(new NamedPlace.Lookup(groups[0], fields.Count, offsets));
                fields.AddRange(form.Codes.Zip(offsets, (table, offset) => new CategoricalField(name, set.Tables[learnt.Tables[table]].Rows, offset)));
            }
            else if (!learnt.Encoder.HasModule && form.List is null && form.Codes.IsEmpty)
            {
                named.Add(new NamedPlace.Numbers(numeric.Count));
                numeric.AddRange(Enumerable.Repeat(name, form.Values));
            }
            else
            {
                ImmutableArray<int> dimensions = [.. learnt.Tables.Select(table => tables.Dimensions[table])];
                named.Add(new NamedPlace.Module(modules.Count, offsets, [.. (form.List?.Codes ?? []).Select(OffsetOf)]));
                modules.Add(new FeaturePlace(name, learnt.Encoder, [.. places.Select(place => place.Group)], dimensions, learnt.Encoder.WidthOf(dimensions)));
            }

            int OffsetOf(int table) => table == FeatureForm.OwnRows ? 0 : places[table].Offset;
        }

        return new FeaturePlacement(
            layout with
            {
                Categorical = categorical.ToImmutable(),
                Numeric = numeric.ToImmutable(),
                Segments = tables.First,
                Groups = [.. tables.Groups.Select((group, index) => group with { Fields = lookups[index].ToImmutable() })],
                Modules = modules.ToImmutable(),
            },
            named.MoveToImmutable());
    }

    /// <summary>Puts tables of one dimension behind each other.</summary>
    private sealed class TablePlaces
    {
        public TablePlaces(FeatureLayout layout, FeatureSet set, int standard)
        {
            Dimensions = [.. set.Tables.Select(of => of.Table.DimensionOf(of.Rows, standard))];
            int[] others = [.. Dimensions.Where(dimension => dimension != standard).Distinct().Order()];
            List<EmbeddingSegment>[] segments = [.. Enumerable.Range(0, others.Length + 1).Select(_ => new List<EmbeddingSegment>())];
            long[] next = [layout.TableRows, .. others.Select(_ => 0L)];
            var places = ImmutableArray.CreateBuilder<(int Group, int Offset)>();
            foreach (((EmbeddingTable table, int rows), int dimension) in set.Tables.Zip(Dimensions))
            {
                int group = dimension == standard ? 0 : Array.IndexOf(others, dimension) + 1;
                if (next[group] + rows > int.MaxValue)
                {
                    throw new BadInputException(
                        DataCodes.TooManyEmbeddings,
                        "data.features",
                        $"the tables of dimension {dimension} need {next[group] + rows} embeddings, '{table.Name}' alone {rows}; all together can have {int.MaxValue}. "
                        + "Set a smaller maximumVocabulary or fewer buckets.");
                }

                places.Add((group, (int)next[group]));
                segments[group].Add(new EmbeddingSegment(table.Name, (int)next[group], rows) { InitialDeviation = table.InitialDeviation });
                next[group] += rows;
            }

            Places = places.ToImmutable();
            First = [.. segments[0]];
            Groups = [.. others.Select((dimension, index) => new EmbeddingGroup(dimension, [.. segments[index + 1]], []))];
        }

        public ImmutableArray<int> Dimensions { get; }

        public ImmutableArray<(int Group, int Offset)> Places { get; }

        public ImmutableArray<EmbeddingSegment> First { get; }

        public ImmutableArray<EmbeddingGroup> Groups { get; }
    }
}

/// <summary>Where the codes and numbers of a named feature are in a batch.</summary>
internal abstract record NamedPlace
{
    private NamedPlace()
    {
    }

    /// <summary>Codes among those that are looked up together.</summary>
    /// <param name="Group">0 for the categorical fields, n for group n - 1.</param>
    /// <param name="First">The column of the first code.</param>
    /// <param name="Offsets">For each code the first row of its table.</param>
    public sealed record Lookup(int Group, int First, ImmutableArray<int> Offsets) : NamedPlace;

    /// <summary>Numbers among the numeric fields.</summary>
    /// <param name="First">The column of the first number.</param>
    public sealed record Numbers(int First) : NamedPlace;

    /// <summary>The input of a module of its own.</summary>
    /// <param name="Index">Which one.</param>
    /// <param name="Offsets">For each code of a row the first row of its table.</param>
    /// <param name="ListOffsets">For each code of an element the first row of its table.</param>
    public sealed record Module(int Index, ImmutableArray<int> Offsets, ImmutableArray<int> ListOffsets) : NamedPlace;
}
