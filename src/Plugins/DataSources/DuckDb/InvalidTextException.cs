namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>A value that is read as a text is not UTF-8.</summary>
/// <param name="row">The row of the chunk, from 0.</param>
internal sealed class InvalidTextException(int row) : Exception("The value is not UTF-8.")
{
    /// <summary>The row of the chunk, from 0.</summary>
    public int Row => row;
}
