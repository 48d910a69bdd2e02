namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>Damages bytes as disks, transfers and editors do.</summary>
internal static class Damage
{
    /// <summary>Does a few of: bits flipped, bytes replaced, cut out, cut off, doubled, swapped or put in.</summary>
    /// <param name="random">Draws what is done where.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="pieces">What may be put in.</param>
    public static byte[] Of(Random random, byte[] bytes, IReadOnlyList<byte[]> pieces)
    {
        int count = 1 + random.Next(3);
        for (int number = 0; number < count; number++)
        {
            bytes = Once(random, bytes, pieces);
        }

        return bytes;
    }

    private static byte[] Once(Random random, byte[] bytes, IReadOnlyList<byte[]> pieces)
    {
        if (bytes.Length == 0)
        {
            return pieces[random.Next(pieces.Count)];
        }

        int at = random.Next(bytes.Length);
        int length = Math.Min(bytes.Length - at, 1 + random.Next(random.Next(10) == 0 ? 1000 : 8));
        byte[] changed = [.. bytes];
        switch (random.Next(7))
        {
            case 0:
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
            case 1:
                random.NextBytes(changed.AsSpan(at, Math.Min(length, 4)));
                return changed;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 5:
                int other = random.Next(bytes.Length - length + 1);
                bytes.AsSpan(other, length).CopyTo(changed.AsSpan(at));
                bytes.AsSpan(at, length).CopyTo(changed.AsSpan(other));
                return changed;
            default:
                return [.. bytes[..at], .. pieces[random.Next(pieces.Count)], .. bytes[at..]];
        }
    }
}
