namespace MmoePipeline.Plugins.Features.Vector.Files;

/// <summary>Where vectors are.</summary>
/// <param name="Path">The file.</param>
internal abstract record VectorPlace(string Path)
{
    /// <summary>In a Parquet file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="KeyColumn">The column of keys.</param>
    /// <param name="VectorColumn">The column of vectors.</param>
    public sealed record Parquet(string Path, string KeyColumn, string VectorColumn) : VectorPlace(Path);

    /// <summary>In a safetensors file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Tensor">The matrix of vectors.</param>
    public sealed record Safetensors(string Path, string Tensor) : VectorPlace(Path);
}
