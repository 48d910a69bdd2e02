using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MmoePipeline.Plugins.DataSources.Draws;

/// <summary>Draws without a state: each is a hash of the seed, the name of what is drawn, and an index.</summary>
/// <param name="seed">The seed.</param>
public sealed class HashedDraws(long seed)
{
    /// <summary>A draw from the uniform distribution on <c>[0, 1)</c>.</summary>
    /// <param name="name">What is drawn.</param>
    /// <param name="index">For which row, or for which other thing.</param>
    public double Uniform(string name, long index)
    {
        Span<byte> key = stackalloc byte[8 + 8 + (2 * name.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(key, seed);
        BinaryPrimitives.WriteInt64LittleEndian(key[8..], index);
        MemoryMarshal.AsBytes(name.AsSpan()).CopyTo(key[16..]);
        return Uniform(XxHash3.HashToUInt64(key));
    }

    /// <summary>The draw from the uniform distribution on <c>[0, 1)</c> that a hash gives.</summary>
    /// <param name="hash">A hash that is uniform over 64 bits.</param>
    public static double Uniform(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Box and Muller 1958).</summary>
    /// <param name="name">What is drawn.</param>
    /// <param name="index">For which row, or for which other thing.</param>
    public double Normal(string name, long index) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(name, index))) * Math.Cos(2 * Math.PI * Uniform(name, ~index));
}
