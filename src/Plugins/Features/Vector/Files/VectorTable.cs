using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MmoePipeline.Plugins.Features.Vector.Files;

/// <summary>The vectors of a file.</summary>
/// <param name="Keys">The key of each vector, each once; null where a vector's key is its number, from 0.</param>
/// <param name="Rows">How many vectors.</param>
/// <param name="Dimension">The length of each.</param>
/// <param name="Values">The vectors one after another.</param>
internal sealed record VectorTable(ImmutableArray<string>? Keys, int Rows, int Dimension, float[] Values)
{
    /// <summary>A text that is equal for equal keys and vectors.</summary>
    public string Checksum()
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes<int>([Rows, Dimension]));
        foreach (string key in Keys ?? [])
        {
            hash.Append(MemoryMarshal.AsBytes<int>([key.Length]));
            hash.Append(MemoryMarshal.AsBytes(key.AsSpan()));
        }

        hash.Append(MemoryMarshal.AsBytes(Values.AsSpan()));
        return $"xxh128:{Convert.ToHexStringLower(hash.GetCurrentHash())}";
    }
}
