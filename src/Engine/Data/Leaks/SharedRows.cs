using System.Runtime.InteropServices;
using MmoePipeline.Engine.Data.Encoding;

namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>Test rows that are among the training rows.</summary>
/// <param name="Shared">The test rows that equal a training row in all features and labels.</param>
/// <param name="Rows">All test rows.</param>
/// <param name="Repeated">The training rows that equal another training row.</param>
/// <param name="TrainingRows">All training rows.</param>
internal readonly record struct SharedRows(long Shared, long Rows, long Repeated, long TrainingRows)
{
    /// <summary>Rows that are held at once; larger training splits are not searched.</summary>
    private const int MostTrainingRows = 1 << 22;

    /// <summary>By how much the share of shared test rows has to exceed that of repeated training rows.</summary>
    private const double Excess = 0.05;

    private const int FewestShared = 10;

    /// <summary>
    /// Whether more test rows are among the training rows than rows repeat by themselves: a table of few categories has many equal rows, and a new row is
    /// among the others as often as one of the others is.
    /// </summary>
    public bool IsSuspicious => Shared >= FewestShared && (double)Shared / Rows > ((double)Repeated / TrainingRows) + Excess;

    /// <summary>Counts the rows; null where training has too many.</summary>
    public static SharedRows? Count(EncodedTable table)
    {
        if (table.Training.Rows > MostTrainingRows)
        {
            return null;
        }

        var copies = new Dictionary<ulong, int>(table.Training.Rows);
        foreach (ulong hash in RowHashes.Of(table.Training))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(copies, hash, out _)++;
        }

        return new SharedRows(
            RowHashes.Of(table.Test).LongCount(copies.ContainsKey),
            table.Test.Rows,
            copies.Values.Where(count => count > 1).Sum(count => (long)count),
            table.Training.Rows);
    }
}
