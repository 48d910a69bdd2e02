namespace MmoePipeline.Testing.Checks;

/// <summary>What passes are made with.</summary>
internal static class BatchSizes
{
    /// <summary>The numbers of rows.</summary>
    public static ImmutableArray<int> All { get; } = [1, 2, 7];

    /// <summary>Training and evaluation.</summary>
    public static ImmutableArray<bool> Modes { get; } = [true, false];
}
