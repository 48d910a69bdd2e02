using System.IO.Hashing;
using System.Runtime.InteropServices;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>Chooses buckets by hashes.</summary>
internal static class HashBuckets
{
    /// <summary>The seed of the second function: the first 16 hexadecimal digits of pi's fraction, which have nothing to do with XXH3's own constants.</summary>
    private const long SecondSeed = 0x243F6A8885A308D3;

    /// <summary>The first function: 0 for a missing value, or 1 and the hash modulo the number of buckets.</summary>
    /// <param name="text">The value.</param>
    /// <param name="buckets">How many buckets.</param>
    public static int First(ReadOnlySpan<char> text, int buckets) => text.IsEmpty ? 0 : 1 + (int)(Vocabulary.HashOf(text) % (ulong)buckets);

    /// <summary>The second function, which is independent of the first.</summary>
    /// <param name="text">The value.</param>
    /// <param name="buckets">How many buckets.</param>
    public static int Second(ReadOnlySpan<char> text, int buckets) =>
        text.IsEmpty ? 0 : 1 + (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), SecondSeed) % (ulong)buckets);
}
