namespace MmoePipeline.Configuration.Tree;

/// <summary>Finds the name that a person probably meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The nearest of some names, by the number of letters to insert, delete, replace or swap with their neighbour (the
    /// optimal string alignment distance), regardless of case.
    /// </summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">What could be meant.</param>
    /// <returns>The nearest name; null where even that is more than a third of its letters away.</returns>
    public static string? Find(string written, IEnumerable<string> names)
    {
        (string Name, int Distance)? nearest = names
            .Select(name => ((string Name, int Distance)?)(name, Distance(written.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate!.Value.Distance)
            .ThenBy(candidate => candidate!.Value.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is { } found && found.Distance <= Math.Max(1, found.Name.Length / 3) ? found.Name : null;
    }

    private static int Distance(string first, string second)
    {
        // The longest name anyone means is short; a huge text is no misspelling.
        if (Math.Abs(first.Length - second.Length) > 20)
        {
            return int.MaxValue;
        }

        int[,] distances = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            distances[i, 0] = i;
        }

        for (int j = 0; j <= second.Length; j++)
        {
            distances[0, j] = j;
        }

        for (int i = 1; i <= first.Length; i++)
        {
            for (int j = 1; j <= second.Length; j++)
            {
                int replaced = distances[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1];
                distances[i, j] = isSwap ? Math.Min(best, distances[i - 2, j - 2] + 1) : best;
            }
        }

        return distances[first.Length, second.Length];
    }
}
