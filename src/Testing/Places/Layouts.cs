using MmoePipeline.Modeling;

namespace MmoePipeline.Testing.Places;

/// <summary>Inputs of several widths.</summary>
internal static class Layouts
{
    /// <summary>Two categorical fields and a number: width 5.</summary>
    public static FeatureLayout Mixed { get; } = new([new("a", 3, 0), new("b", 4, 3)], ["x"], 2);

    /// <summary>Three numbers.</summary>
    public static FeatureLayout Numbers { get; } = new([], ["x", "y", "z"], 2);

    /// <summary>Three categorical fields and two numbers: width 14.</summary>
    public static FeatureLayout Wide { get; } = new([new("a", 3, 0), new("b", 4, 3), new("c", 5, 7)], ["x", "y"], 4);

    /// <summary>Rows that fit a layout.</summary>
    public static FeatureBatch Rows(FeatureLayout layout, int data, int rows)
    {
        long[] categorical =
        [
            .. Enumerable.Range(0, rows).SelectMany(row => layout.Categorical.Select((field, index) =>
                (long)field.Offset + ((row + (row * index) + data) % field.Cardinality))),
        ];
        return new FeatureBatch(
            torch.tensor(categorical, [rows, layout.Categorical.Length]), Draws.Normal(data, rows, layout.Numeric.Length));
    }
}
