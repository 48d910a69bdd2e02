using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>The point of smallest norm in the convex hull of vectors that are known by their inner products.</summary>
/// <remarks>
/// Minimise <c>w^T M w</c> over <c>w &gt;= 0, sum(w) = 1</c>. For <c>x = t w</c>, the smallest value over t of
/// <c>x^T M x + s (sum(x) - 1)^2</c> is <c>s q / (s + q)</c> with <c>q = w^T M w</c>, which grows with <c>q</c>: so the
/// direction of the nonnegative <c>x</c> that minimises it is <c>w</c>, whatever <c>s</c>. With the smallest square norm for <c>s</c>, short
/// vectors are not lost next to long ones.
/// </remarks>
public static class MinimumNormPoint
{
    /// <summary>Finds the weights of the point.</summary>
    /// <param name="products">The inner products of the vectors, positive semidefinite.</param>
    /// <returns>A weight for each vector, none negative, with the sum 1; even ones where all vectors are zero.</returns>
    public static double[] Weights(Matrix<double> products)
    {
        double smallest = products.Diagonal().Where(square => square > 0).DefaultIfEmpty(0).Min();
        if (smallest <= 0)
        {
            return [.. Enumerable.Repeat(1.0 / products.RowCount, products.RowCount)];
        }

        double[] x = NonnegativeQuadraticProgram.Solve(
            (products / smallest) + 1, Vector<double>.Build.Dense(products.RowCount, -1));
        double sum = x.Sum();
        return [.. x.Select(value => value / sum)];
    }
}
