using MmoePipeline.Features;

namespace MmoePipeline.Modeling;

/// <summary>What the encoded features of a row are, and where each is in the embedded input.</summary>
/// <param name="Categorical">The fields that are looked up in the first table, one code each, in the order of the encoded columns.</param>
/// <param name="Numeric">The names of the fields of one number, in the order of the encoded columns; a feature of several numbers is there for each.</param>
/// <param name="EmbeddingDimension">The length of a vector of the first table.</param>
public sealed record FeatureLayout(
    ImmutableArray<CategoricalField> Categorical,
    ImmutableArray<string> Numeric,
    int EmbeddingDimension)
{
    /// <summary>The standard deviation of fresh vectors, where a table names none.</summary>
    public double InitialDeviation { get; init; } = 0.1;

    /// <summary>The chance of each value of the embedded input to be set to 0 in a training pass.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>
    /// The parts of the first table that are looked up by features with a module of their own, behind the rows of <see cref="Categorical"/>.
    /// </summary>
    public ImmutableArray<EmbeddingSegment> Segments { get; init; } = [];

    /// <summary>The tables of other dimensions.</summary>
    public ImmutableArray<EmbeddingGroup> Groups { get; init; } = [];

    /// <summary>The features that have a module of their own.</summary>
    public ImmutableArray<FeaturePlace> Modules { get; init; } = [];

    /// <summary>The number of rows of the first table.</summary>
    public int TableRows => Math.Max(
        Categorical.Select(of => of.Offset + of.Cardinality).DefaultIfEmpty().Max(),
        Segments.Select(segment => segment.Offset + segment.Rows).DefaultIfEmpty().Max());

    /// <summary>
    /// Where each field is in the embedded input: the vectors of the first table, the numbers, the vectors of the other tables, and what modules give. Fields of one name that
    /// are next to each other are one.
    /// </summary>
    public ImmutableArray<FeatureField> Fields
    {
        get
        {
            // Consecutive parts of one name are one field.
            var fields = ImmutableArray.CreateBuilder<FeatureField>();
            int offset = 0;
            IEnumerable<(string Name, int Width)> parts =
            [
                .. Categorical.Select(of => (of.Name, EmbeddingDimension)),
                .. Numeric.Select(name => (name, 1)),
                .. Groups.SelectMany(group => group.Fields.Select(of => (of.Name, group.Dimension))),
                .. Modules.Select(module => (module.Name, module.Width)),
            ];
            foreach ((string name, int width) in parts)
            {
                if (fields.Count > 0 && fields[^1].Name == name)
                {
                    fields[^1] = fields[^1] with { Width = fields[^1].Width + width };
                }
                else
                {
                    fields.Add(new FeatureField(name, offset, width));
                }

                offset += width;
            }

            return fields.ToImmutable();
        }
    }

    /// <summary>The width of the embedded input.</summary>
    public int InputWidth => PlainWidth + Groups.Sum(group => group.Fields.Length * group.Dimension) + Modules.Sum(module => module.Width);

    /// <summary>The width of what the first table and the numbers give.</summary>
    public int PlainWidth => (Categorical.Length * EmbeddingDimension) + Numeric.Length;
}

/// <summary>Where a field is in the embedded input.</summary>
/// <param name="Name">The name of the column or feature.</param>
/// <param name="Offset">Its first value.</param>
/// <param name="Width">How many values it has.</param>
public sealed record FeatureField(string Name, int Offset, int Width);

/// <summary>The rows of an embedding table among those of others of one dimension.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Offset">Its first row, which stands for what training never saw.</param>
/// <param name="Rows">The number of its rows.</param>
public sealed record EmbeddingSegment(string Name, int Offset, int Rows)
{
    /// <summary>The standard deviation of its fresh vectors; null for that of the layout.</summary>
    public double? InitialDeviation { get; init; }
}

/// <summary>Tables of one dimension, one behind the other.</summary>
/// <param name="Dimension">The length of their vectors.</param>
/// <param name="Segments">The tables.</param>
/// <param name="Fields">The fields that are looked up in them, one code each.</param>
public sealed record EmbeddingGroup(int Dimension, ImmutableArray<EmbeddingSegment> Segments, ImmutableArray<CategoricalField> Fields)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Segments.Select(segment => segment.Offset + segment.Rows).DefaultIfEmpty().Max();
}

/// <summary>A feature that has a module of its own.</summary>
/// <param name="Name">The feature's name.</param>
/// <param name="Encoder">Makes the module.</param>
/// <param name="Tables">For each of the feature's tables 0 for the first table of the layout, n for group n - 1.</param>
/// <param name="Dimensions">For each of them the length of its vectors.</param>
/// <param name="Width">The width of what the module gives.</param>
public sealed record FeaturePlace(string Name, FeatureEncoder Encoder, ImmutableArray<int> Tables, ImmutableArray<int> Dimensions, int Width);
