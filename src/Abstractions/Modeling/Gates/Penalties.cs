namespace MmoePipeline.Modeling.Gates;

/// <summary>Adds up the penalties of a network's parts, of which each may have none.</summary>
public static class Penalties
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar One = 1;

    /// <summary>The sum of two penalties.</summary>
    /// <param name="first">A scalar in the graph; null for none.</param>
    /// <param name="second">A scalar in the graph; null for none.</param>
    /// <returns>A scalar in the graph; null where both are.</returns>
    public static torch.Tensor? Sum(torch.Tensor? first, torch.Tensor? second) =>
        first is null ? second : second is null ? first : first.add(second, One);
}
