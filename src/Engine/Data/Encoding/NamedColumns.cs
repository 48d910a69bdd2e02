using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>The columns of the named features in a part of the data, each where the layout has it. Valid until the file is disposed.</summary>
internal sealed class NamedColumns
{
    private readonly EncodedFile _file;
    private readonly DataSplit _part;
    private readonly int _rows;

    /// <summary>Finds the columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="placement">Where features are.</param>
    /// <param name="part">The part.</param>
    public NamedColumns(EncodedFile file, FeaturePlacement placement, DataSplit part)
    {
        (_file, _part, _rows) = (file, part, file.Header.Rows[(int)part]);
        var categorical = ImmutableArray.CreateBuilder<CodeColumn>();
        var numeric = ImmutableArray.CreateBuilder<ValueColumn>();
        ImmutableArray<CodeColumn>.Builder[] lookups = [.. placement.Layout.Groups.Select(_ => ImmutableArray.CreateBuilder<CodeColumn>())];
        var inputs = ImmutableArray.CreateBuilder<FeatureColumns>();
        int next = file.Header.FirstNamed;
        for (int feature = 0; feature < placement.Named.Length; feature++)
        {
            EncodedFeature encoded = file.Header.Named[feature];
            int first = next;
            next += encoded.Widths.Count();
            switch (placement.Named[feature])
            {
                case NamedPlace.Lookup lookup:
                    (lookup.Group == 0 ? categorical : lookups[lookup.Group - 1]).AddRange(Codes(first, lookup.Offsets));
                    break;
                case NamedPlace.Numbers:
                    numeric.AddRange(Values(first, encoded.Values));
                    break;
                case NamedPlace.Module module:
                    int ends = first + encoded.Codes.Length + encoded.Values;
                    inputs.Add(new FeatureColumns(
                        Codes(first, module.Offsets),
                        Values(first + encoded.Codes.Length, encoded.Values),
                        encoded.HasList ? new ListColumns(new RowNumbers(Start(ends), _rows), ElementCodes(feature, encoded, module.ListOffsets), ElementValues(feature, encoded)) : null));
                    break;
            }
        }

        (Categorical, Numeric, Inputs) = (categorical.ToImmutable(), numeric.ToImmutable(), inputs.ToImmutable());
        Lookups = [.. lookups.Select(group => group.ToImmutable())];
    }

    /// <summary>Those that are looked up with the categorical fields.</summary>
    public ImmutableArray<CodeColumn> Categorical { get; }

    /// <summary>Those that are numbers.</summary>
    public ImmutableArray<ValueColumn> Numeric { get; }

    /// <summary>Those that are looked up in tables of other dimensions, group by group.</summary>
    public ImmutableArray<ImmutableArray<CodeColumn>> Lookups { get; }

    /// <summary>Those that have a module of their own.</summary>
    public ImmutableArray<FeatureColumns> Inputs { get; }

    private ImmutableArray<CodeColumn> Codes(int first, ImmutableArray<int> offsets) =>
        [.. offsets.Select((offset, index) => new CodeColumn(Start(first + index), _file.Layout.Widths[first + index], _rows, offset))];

    private ImmutableArray<ValueColumn> Values(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(column => new ValueColumn(Start(column), _rows))];

    private ImmutableArray<CodeColumn> ElementCodes(int feature, EncodedFeature encoded, ImmutableArray<int> offsets) =>
        [.. offsets.Select((offset, index) => new CodeColumn(StartOfElements(feature, index), encoded.ElementCodes[index], encoded.Elements[(int)_part], offset))];

    private ImmutableArray<ValueColumn> ElementValues(int feature, EncodedFeature encoded) =>
        [.. Enumerable.Range(0, encoded.ElementValues).Select(index => new ValueColumn(
            StartOfElements(feature, encoded.ElementCodes.Length + index), encoded.Elements[(int)_part]))];

    private nint Start(int column) => _file.Start + (nint)_file.Layout.StartOf(_part, column);

    private nint StartOfElements(int feature, int column) => _file.Start + (nint)_file.Layout.ElementsOf(_part, feature)[column];
}
