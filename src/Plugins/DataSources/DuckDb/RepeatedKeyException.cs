namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>A row has the same key as the row before it.</summary>
/// <param name="row">The row of the chunk, from 0.</param>
internal sealed class RepeatedKeyException(int row) : Exception("Two rows have the same key.")
{
    /// <summary>The row of the chunk, from 0.</summary>
    public int Row => row;
}
