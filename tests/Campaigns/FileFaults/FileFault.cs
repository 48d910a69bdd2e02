namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>A fault of the file system.</summary>
/// <param name="Kind">The kind of call that fails.</param>
/// <param name="At">Which of them, from 1.</param>
/// <param name="Error">The error.</param>
/// <param name="IsLasting">Whether all that come after it fail, too.</param>
internal sealed record FileFault(FileCall Kind, long At, FileError Error, bool IsLasting)
{
    /// <summary>The errors that calls of a kind can end with.</summary>
    private static readonly ImmutableDictionary<FileCall, ImmutableArray<FileError>> Possible = new Dictionary<FileCall, ImmutableArray<FileError>>
    {
        [FileCall.Open] = [FileError.InputOutput, FileError.TooManyOpen, FileError.Denied, FileError.NoSpace],
        [FileCall.Read] = [FileError.InputOutput],
        [FileCall.Write] = [FileError.NoSpace, FileError.InputOutput, FileError.Halved],
        [FileCall.Flush] = [FileError.InputOutput, FileError.NoSpace],
        [FileCall.Rename] = [FileError.InputOutput, FileError.NoSpace],
        [FileCall.Make] = [FileError.NoSpace, FileError.Denied],
        [FileCall.Remove] = [FileError.InputOutput, FileError.Denied],
        [FileCall.Resize] = [FileError.NoSpace, FileError.InputOutput],
        [FileCall.Lock] = [FileError.NoLocks],
    }.ToImmutableDictionary();

    /// <summary>Draws a fault: each kind of call is as likely as any other, however often a run does it.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="counts">How often an undisturbed run does calls of each kind.</param>
    public static FileFault Draw(Random random, IReadOnlyDictionary<FileCall, long> counts)
    {
        FileCall[] kinds = [.. counts.Where(kind => kind.Value > 0).Select(kind => kind.Key).Order()];
        FileCall kind = kinds[random.Next(kinds.Length)];
        return new FileFault(kind, random.NextInt64(1, counts[kind] + 1), Possible[kind][random.Next(Possible[kind].Length)], random.Next(2) == 0);
    }
}
