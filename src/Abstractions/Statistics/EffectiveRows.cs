namespace MmoePipeline.Statistics;

/// <summary>How many rows of one weight are worth as much as weighted ones.</summary>
public static class EffectiveRows
{
    /// <summary><c>(sum w)^2 / sum w^2</c>, the number of rows where all weights are equal (Kish: Survey Sampling, 1965).</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="weights">A weight for each row, not negative; empty where all count the same.</param>
    /// <returns>Up to the number of rows; 0 without rows that have a weight.</returns>
    public static double Count(int rows, ReadOnlySpan<float> weights)
    {
        if (weights.IsEmpty)
        {
            return rows;
        }

        double sum = 0;
        double squares = 0;
        foreach (float weight in weights)
        {
            sum += weight;
            squares += (double)weight * weight;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }
}
