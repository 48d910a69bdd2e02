namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>Rows of a split that are looked at: all, or as many as are enough, evenly spread.</summary>
internal static class SpreadRows
{
    /// <summary>The rows, in ascending order.</summary>
    /// <param name="rows">The rows of the split.</param>
    /// <param name="most">How many at most.</param>
    public static int[] Of(int rows, int most)
    {
        int count = Math.Min(rows, most);
        int[] chosen = new int[count];
        for (int index = 0; index < count; index++)
        {
            chosen[index] = (int)((long)index * rows / count);
        }

        return chosen;
    }
}
